internal import VaultSQLite

/// A storage's life: closed, open, open without a connection.
///
/// There is no connection while a storage in memory has no row yet, and after a commit that the disk failed: the next
/// call opens the file anew before anything else is tried, since after a failed fsync the system may hold as written
/// what never reached the disk (<https://lwn.net/Articles/752063/>).
struct SessionStore {
    let place: SessionPlace
    private var isOpen = false
    private var database: SessionDatabase?

    init(place: SessionPlace) { self.place = place }

    mutating func open() throws -> [StorageNotice] {
        guard !isOpen else { throw VaultError.alreadyOpen }
        var notices: [StorageNotice] = []
        if case .file(let path) = place { database = try Self.openFile(path, &notices) }
        isOpen = true
        return notices
    }

    mutating func close() throws {
        let database = database.take()
        isOpen = false
        try VaultError.mapping(place.path) { try database?.close() }
    }

    mutating func delete() throws {
        let database = database.take()
        isOpen = false
        guard case .file(let path) = place else { return }
        try VaultError.mapping(path) { try SessionFile.delete(path, open: database?.connection) }
    }

    /// Whether there is a database to look into.
    var hasDatabase: Bool {
        get throws {
            guard isOpen else { throw VaultError.notOpen }
            if case .file = place { return true }
            return database != nil
        }
    }

    /// Runs `body` on the database, or gives `empty` where there is none yet.
    mutating func read<Result>(or empty: Result, _ body: (SessionDatabase) throws -> Result) throws -> Result {
        guard try hasDatabase else { return empty }
        return try run(body)
    }

    /// Runs `body` on the database, which is made where there is none yet.
    mutating func write<Result>(_ body: (SessionDatabase) throws -> Result) throws -> Result {
        guard isOpen else { throw VaultError.notOpen }
        return try run(body)
    }

    private mutating func run<Result>(_ body: (SessionDatabase) throws -> Result) throws -> Result {
        let database = try connected()
        return try VaultError.mapping(place.path) {
            do {
                return try body(database)
            } catch let error as SQLiteError where error.kind == .inputOutput {
                letGo(of: database)
                throw error
            }
        }
    }

    private mutating func connected() throws -> SessionDatabase {
        if let database { return database }
        let new: SessionDatabase
        switch place {
        case .memory:
            new = try VaultError.mapping(place.path) { try SessionDatabase(try PyrotgforkSchema.inMemory()) }
        case .file(let path):
            var notices: [StorageNotice] = []
            new = try Self.openFile(path, &notices)
        }
        database = new
        return new
    }

    /// Leaves the log as it is: what it holds in memory may be more than what the disk has.
    private mutating func letGo(of failed: SessionDatabase) {
        guard case .file = place else { return }
        database = nil
        failed.abandon()
    }

    private static func openFile(_ path: String, _ notices: inout [StorageNotice]) throws -> SessionDatabase {
        try VaultError.mapping(path) { try SessionDatabase(try SessionFile.open(path, &notices)) }
    }
}
