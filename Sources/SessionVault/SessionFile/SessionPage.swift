internal import VaultSQLite
internal import VaultSodium

/// The page that the one row of `sessions` is in, read as it lies in the file.
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
