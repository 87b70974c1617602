internal import VaultSQLite

/// The two pages that say what a file's schema is, as they lie in it: the first one, which `sqlite_master` is in, and the
/// one that the version number is in.
///
/// Where all rows of a table are in one page, that page is all there is of them
/// (<https://sqlite.org/fileformat2.html>, 1.6): files of the same pages have the same schema, and to compare them takes
/// no statement. It can only be asked of a file that is locked and has no log, before anything is written.
struct SchemaPages: Sendable {
    static let size = 4096
    /// What begins a page of rows that has no pages below it.
    private static let leaf: UInt8 = 13
    private static let headerLength = 100
    /// Where the header says how many bytes of each page are not SQLite's.
    private static let reservedPlace = 20
    /// Where it says how the file is written and read: 2 for a log.
    private static let formatPlaces = 18..<20
    /// What of the header says nothing of the schema. The rest says how pages are to be read: their size and layout, the
    /// schema's format and the encoding.
    private static let others = [0..<16, formatPlaces, 24..<44, 48..<56, 60..<headerLength]

    let first: [UInt8]
    private let version: [UInt8]
    /// The place of the version's page.
    private let place: Int
    /// The number of the last page that a table or index begins in.
    private let lastPage: Int
    /// The page of the session's row, where it can be read without SQLite.
    let session: SessionPage?

    /// Those of a file whose schema was just read; nil where there are others that say something of it.
    init?(_ first: [UInt8], _ connection: Connection) throws {
        guard Self.hasWholeRows(first, headerAt: Self.headerLength) else { return nil }
        let sql = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'version'"
        guard let root = try connection.first(sql, "read the schema", { Int($0.integer(0)) }), root > 1,
            let version = try Self.page(at: (root - 1) * Self.size, of: connection), version[0] == Self.leaf,
            Self.hasWholeRows(version, headerAt: 0, reserved: Int(first[Self.reservedPlace]))
        else { return nil }
        let last = "SELECT max(CAST(rootpage AS INTEGER)) FROM sqlite_master"
        lastPage = try connection.first(last, "read the schema", { Int($0.integer(0)) }) ?? .max
        session = try SessionPage(connection, reserved: Int(first[Self.reservedPlace]))
        self.first = first
        self.version = version
        place = (root - 1) * Self.size
    }

    /// The first page of a file, with nothing but what says how to read it and the rows themselves; nil where it is none
    /// that rows are in.
    static func first(of connection: Connection) throws -> [UInt8]? {
        guard var page = try page(at: 0, of: connection), page[16] == 16, page[17] == 0, page[headerLength] == leaf
        else { return nil }
        for range in others { for index in range { page[index] = 0 } }
        return page
    }

    /// Whether each row of a page is in it as a whole. One that is too long goes on in other pages, and columns that a
    /// schema has no use for can make it so (<https://sqlite.org/fileformat2.html>, 1.6).
    static func hasWholeRows(_ page: [UInt8], headerAt start: Int, reserved: Int? = nil) -> Bool {
        let longest = size - (reserved ?? Int(page[reservedPlace])) - 35
        let pointers = start + 8
        let count = Int(page[start + 3]) << 8 | Int(page[start + 4])
        guard pointers + 2 * count <= size else { return false }
        return (0..<count).allSatisfy { index in
            let cell = Int(page[pointers + 2 * index]) << 8 | Int(page[pointers + 2 * index + 1])
            guard cell + 1 < size else { return false }
            // Its length, in seven bits a byte; what fits has one or two.
            if page[cell] < 0x80 { return true }
            return page[cell + 1] < 0x80 && Int(page[cell] & 0x7F) << 7 | Int(page[cell + 1]) <= longest
        }
    }

    /// Whether a file of these pages has a log, which SQLite has open then once it has locked the file, and all pages
    /// that the schema names, of which SQLite makes sure when it reads that.
    func areWhole(in connection: Connection) throws -> Bool {
        guard let header = try connection.rawBytes(.database, Self.headerLength, at: 0),
            header[Self.formatPlaces].elementsEqual([2, 2]), header[24..<28] == header[92..<96]
        else { return false }
        return header[28..<32].reduce(0) { $0 << 8 | Int($1) } >= lastPage
    }

    /// Nil where it is not there, or cannot be read: whoever asks SQLite instead is told why.
    private static func page(at place: Int, of connection: Connection) throws -> [UInt8]? {
        try connection.rawBytes(.database, size, at: place)
    }

    /// Whether these are the pages of another file.
    ///
    /// - Parameter first: That file's first one.
    func areThose(of connection: Connection, _ first: [UInt8]) throws -> Bool {
        guard self.first.hasSameBytes(as: first), let page = try Self.page(at: place, of: connection) else {
            return false
        }
        return page.hasSameBytes(as: version)
    }
}
