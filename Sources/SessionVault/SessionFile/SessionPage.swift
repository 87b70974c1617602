internal import VaultSQLite
internal import VaultSodium

/// The page that the one row of `sessions` is in, read as it lies in the file (<https://sqlite.org/fileformat2.html>, 1.6
/// and 2.1).
///
/// SQLite reads a file's schema before the first row, which takes half of an opening; who opens a session wants this row,
/// and maybe no other. What is not exactly as SQLite would write one row of nine plain values is not read here: SQLite is
/// asked then, and says what is wrong with it. As with ``SchemaPages``, the file has to be locked and to have no log.
struct SessionPage: Sendable {
    private static let names = [
        "dc_id", "api_id", "test_mode", "auth_key", "date", "user_id", "is_bot", "server_address", "port",
    ]
    /// Those that every file has.
    private static let needed = 0..<7

    /// The one that locks lie in, where SQLite keeps nothing (<https://sqlite.org/fileformat2.html>, 1.3).
    private static let lockingPage = 0x4000_0000 / SchemaPages.size + 1

    private let place: Int
    private let usable: Int
    /// Where in a row each of the values is; nil where the table has no such column.
    private let columns: [Int?]

    /// That of a file whose schema was just read; nil where it cannot be told where in a row the values are.
    ///
    /// - Parameter reserved: How many bytes of each page are not SQLite's.
    init?(_ connection: Connection, reserved: Int) throws {
        let table = """
            SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'sessions' AND sql NOT LIKE '%desc%'
            """
        let operation: StaticString = "read the schema"
        guard let root = try connection.first(table, operation, { Int($0.integer(0)) }), root > 1,
            root != Self.lockingPage
        else { return nil }
        let list = "SELECT name, upper(type) = 'INTEGER', pk, hidden FROM pragma_table_xinfo('sessions') ORDER BY cid"
        // SQLite may read a row from an index, and that can say something else.
        let index = "SELECT 1 FROM pragma_index_list('sessions') LIMIT 1"
        guard try connection.first(index, operation, { _ in }) == nil else { return nil }
        var found: [String] = []
        var isRegular = true
        let statement = connection.statement(list, operation)
        defer { connection.discard([statement]) }
        try statement.use { row in
            while try row.step() {
                let name = row.text(0) ?? ""
                found.append(name)
                // The id of the DC is the row's own, and is kept nowhere else.
                let isID = row.integer(1) == 1 && row.integer(2) == 1
                isRegular = isRegular && row.integer(3) == 0 && (name == "dc_id" ? isID : row.integer(2) == 0)
            }
        }
        place = (root - 1) * SchemaPages.size
        usable = SchemaPages.size - reserved
        columns = Self.names.map { found.firstIndex(of: $0) }
        guard isRegular, columns[Self.needed].allSatisfy({ $0 != nil }) else { return nil }
    }

    /// The record; nil where SQLite is to be asked.
    func record(in connection: Connection) throws -> SessionRecord? {
        guard var page = try connection.rawBytes(.database, SchemaPages.size, at: place) else { return nil }
        // A plain session's key is in it.
        defer {
            var bytes = page.mutableSpan
            Sodium.wipe(&bytes)
        }
        return record(in: page.span)
    }

    /// As ``record(in:)-(Connection)``, of a page.
    func record(in page: Span<UInt8>) -> SessionRecord? {
        guard let row = StoredRow(onlyOneIn: page, usable: usable) else { return nil }
        func number<Number: FixedWidthInteger>(_ index: Int) -> Number? {
            guard let column = columns[index] else { return 0 }
            return row.integer(column, in: page).flatMap(Number.init(exactly:))
        }
        func flag(_ index: Int) -> Bool? {
            let value: Int? = number(index)
            return value == 0 ? false : value == 1 ? true : nil
        }
        guard let dcColumn = columns[0], row.isNull(dcColumn), let dcID = Int16(exactly: row.id),
            let keyColumn = columns[3], let key = row.blob(keyColumn).flatMap({ try? StoredKey(page.extracting($0)) }),
            let apiID: Int32 = number(1), let isTest = flag(2), let date: Int64 = number(4),
            let userID: Int64 = number(5), let isBot = flag(6),
            let address = columns[7].map({ row.text($0, in: page) }) ?? "", let port: UInt16 = number(8)
        else { return nil }
        return SessionRecord(
            authKey: key, dcID: dcID, isTest: isTest, apiID: apiID, userID: userID, isBot: isBot, date: date,
            serverAddress: address, port: port)
    }
}

/// Where the values are of the only row in a page.
private struct StoredRow {
    let id: Int64
    /// What SQLite calls serial types, and where each value begins.
    private var values: [(type: Int64, start: Int)] = []

    /// Nil where there is not exactly one row, all of it in this page.
    init?(onlyOneIn page: Span<UInt8>, usable: Int) {
        guard page.count >= usable, usable > 10, page[0] == 13, page[3] == 0, page[4] == 1 else { return nil }
        var place = Int(page[8]) << 8 | Int(page[9])
        func next(before end: Int) -> Int64? {
            var value: Int64 = 0
            for index in 0..<9 {
                guard place >= 10, place < end else { return nil }
                let byte = page[place]
                place += 1
                if index == 8 { return value << 8 | Int64(byte) }
                value = value << 7 | Int64(byte & 0x7F)
                if byte < 0x80 { return value }
            }
            return nil
        }
        let cell = place
        // Of what fits into a page the length has one or two bytes.
        guard let length = next(before: usable), place - cell <= 2, let id = next(before: usable), length > 0,
            length <= Int64(usable - 35), place + Int(length) <= usable
        else { return nil }
        self.id = id
        let (start, end) = (place, place + Int(length))
        guard let header = next(before: end), header > 0, header <= length else { return nil }
        let first = start + Int(header)
        var value = first
        while place < first {
            guard let type = next(before: first), let size = Self.size(of: type), size <= end - value else {
                return nil
            }
            values.append((type, value))
            value += size
        }
        guard value == end else { return nil }
    }

    private static func size(of type: Int64) -> Int? {
        switch type {
        case 0, 8, 9: 0
        case 1...4: Int(type)
        case 5: 6
        case 6, 7: 8
        case 12...Int64(SchemaPages.size * 2 + 13): Int(type - 12) / 2
        default: nil
        }
    }

    /// A row that is older than a column has no value of it, and what it stands for is in the schema.
    func isNull(_ column: Int) -> Bool { column < values.count && values[column].type == 0 }

    /// An integer, 0 for NULL, and nil for what is none.
    func integer(_ column: Int, in page: Span<UInt8>) -> Int64? {
        guard column < values.count else { return nil }
        let (type, start) = values[column]
        switch type {
        case 0, 8: return 0
        case 9: return 1
        case 1...6:
            let size = Self.size(of: type) ?? 0
            var value: Int64 = page[start] < 0x80 ? 0 : -1
            for place in start..<(start + size) { value = value << 8 | Int64(page[place]) }
            return value
        default: return nil
        }
    }

    /// Where a blob lies; nil for what is none.
    func blob(_ column: Int) -> Range<Int>? { range(column, remainder: 0) }

    /// Text, empty for NULL, and nil for what is none.
    func text(_ column: Int, in page: Span<UInt8>) -> String? {
        if isNull(column) { return "" }
        guard let range = range(column, remainder: 1) else { return nil }
        let bytes = [UInt8](copying: page.extracting(range))
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    private func range(_ column: Int, remainder: Int64) -> Range<Int>? {
        guard column < values.count else { return nil }
        let (type, start) = values[column]
        guard type >= 12, type % 2 == remainder, let size = Self.size(of: type) else { return nil }
        return start..<(start + size)
    }
}
