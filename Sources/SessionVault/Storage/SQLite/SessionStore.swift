internal import VaultSQLite

/// A storage's life: closed, open, open without a connection.
///
/// There is no connection while a storage in memory has no row yet, and after a commit that the disk failed: the next
/// call opens the file anew before anything else is tried, since after a failed fsync the system may hold as written
/// what never reached the disk (<https://lwn.net/Articles/752063/>).
struct SessionStore {
    let place: SessionPlace
    private var isOpen = false
    private(set) var database: SessionDatabase?
    /// The place of the file, once it was needed: a path is resolved a single time.
    private var location: SessionFile.Location?
    /// The file that was opened, until it is closed or deleted as that file.
    private var identity: FileIdentity?

    init(place: SessionPlace) { self.place = place }

    mutating func open() throws -> [StorageNotice] {
        guard !isOpen else { throw VaultError.alreadyOpen }
        identity = nil
        var notices: [StorageNotice] = []
        if case .file(let path) = place { database = try openFile(path, &notices) }
        isOpen = true
        return notices
    }

    mutating func close() throws {
        guard isOpen else { return }
        let database = database.take()
        isOpen = false
        try VaultError.mapping(place.path) { try database?.close() }
        identity = nil
    }

    mutating func delete() throws {
        let database = database.take()
        isOpen = false
        guard case .file(let path) = place else { return }
        try VaultError.mapping(path) {
            guard let location = try locatedIfThere(path) else { return }
            do {
                try requireSameFile(location, isOpen: database != nil)
                try SessionFile.delete(location, open: database?.connection)
            } catch {
                if case VaultError.unsuitableFile(.replaced, _) = error {
                    database?.letGoOfReplaced()
                } else {
                    database?.abandon()
                }
                throw error
            }
        }
        identity = nil
    }

    /// After a file was replaced while it was open, the other one is not deleted either: not until an ``open()`` says
    /// that it is the one meant. Where nothing is, nothing of another can be lost.
    private func requireSameFile(_ location: SessionFile.Location, isOpen: Bool) throws {
        guard let identity, try isOpen || FileFacts.of(location.path) != nil else { return }
        try location.require(identity)
    }

    private mutating func locatedIfThere(_ path: String) throws -> SessionFile.Location? {
        do {
            return try located(path)
        } catch VaultError.unsuitableFile(.missingDirectory, _) {
            return nil
        }
    }

    private mutating func located(_ path: String) throws -> SessionFile.Location {
        if let location { return location }
        let new = try SessionFile.Location(path)
        location = new
        return new
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
        return try run { database in
            try database.checkPlace()
            return try body(database)
        }
    }

    private mutating func run<Result>(_ body: (SessionDatabase) throws -> Result) throws -> Result {
        let database = try connected()
        return try VaultError.mapping(place.path) {
            do {
                let result = try body(database)
                if database.isDoubtful { letGo(of: database) }
                return result
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
            new = try openFile(path, &notices)
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

    private mutating func openFile(_ path: String, _ notices: inout [StorageNotice]) throws -> SessionDatabase {
        try VaultError.mapping(path) {
            let location = try located(path)
            let hasLog = try location.hasLog
            let connection = try SessionFile.open(location, as: identity, &notices)
            try CheckpointPolicy.apply(to: connection)
            let database = try SessionDatabase(connection, at: location)
            identity = connection.identity
            // What a crash left is as long as it is.
            if hasLog { database.emptyFoundLog() }
            return database
        }
    }
}
