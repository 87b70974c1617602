internal import VaultSQLite

/// The two pages that say what a file's schema is, as they lie in it: the first one, which `sqlite_master` is in, and the
/// one that the version number is in.
///
/// Where all rows of a table are in one page, that page is all there is of them
/// (<https://sqlite.org/fileformat2.html>, 1.6): files of the same pages have the same schema, and to compare them takes
/// no statement. It can only be asked of a file that is locked and has no log, before anything is written.
struct SchemaPages: Sendable {
    /// The longest text of a schema whose rows are in one page for certain, however few bytes of it SQLite uses: a row
    /// that is longer than the page goes on in others.
    private static let longestText = 3_500

    private static let size = 4096
    /// What begins a page of rows that has no pages below it.
    private static let leaf: UInt8 = 13
    private static let headerLength = 100
    /// What of the header says nothing of the schema. The rest says how pages are to be read: their size and layout, the
    /// schema's format and the encoding.
    private static let others = [0..<16, 18..<20, 24..<44, 48..<56, 60..<headerLength]

    let first: [UInt8]
    private let version: [UInt8]
    /// The place of the version's page.
    private let place: Int

    /// Those of a file whose schema was just read; nil where there are others that say something of it.
    init?(_ first: [UInt8], _ connection: Connection) throws {
        guard let text = try SchemaText(connection), text.count <= Self.longestText else { return nil }
        let sql = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'version'"
        guard let root = try connection.first(sql, "read the schema", { Int($0.integer(0)) }), root > 1,
            let version = try Self.page(at: (root - 1) * Self.size, of: connection), version[0] == Self.leaf
        else { return nil }
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
