internal import VaultSQLite

/// A storage's life: closed, open, open without a connection.
///
/// There is no connection while a storage in memory has nothing but its session's record, and after a commit that the disk failed: the next
/// call opens the file anew before anything else is tried, since after a failed fsync the system may hold as written
/// what never reached the disk (<https://lwn.net/Articles/752063/>).
struct SessionStore {
    let place: SessionPlace
    /// The process that opened it; nil while it is closed.
    private var opener: ForkGeneration?
    private(set) var database: SessionDatabase?
    /// The session's own record in memory, while no row needs a database: it is a single one, and its key is guarded.
    private var record: SessionRecord?
    /// The place of the file, once it was needed: a path is resolved a single time.
    private var location: SessionFile.Location?
    /// The file that was opened, until it is closed or deleted as that file.
    private var identity: FileIdentity?

    private let losses: ConnectionLosses

    init(place: SessionPlace, losses: ConnectionLosses = ConnectionLosses()) {
        self.place = place
        self.losses = losses
    }

    var isOpen: Bool { opener != nil }

    /// What a forked child inherited is its parent's, in memory too.
    private func requireOwn() throws {
        if let opener, opener.isInherited { throw VaultError.inheritedByFork }
    }

    private func requireOpen() throws {
        try requireOwn()
        guard isOpen else { throw VaultError.notOpen }
    }

    /// - Parameter check: Runs on what a file holds, before anything of the opening lasts. In memory there is nothing
    ///   yet.
    mutating func open(checking check: OpeningCheck = { _ in }) throws -> [StorageNotice] {
        try requireOwn()
        guard !isOpen else { throw VaultError.alreadyOpen }
        identity = nil
        var notices: [StorageNotice] = []
        if case .file(let path, let options) = place { database = try openFile(path, options, check, &notices) }
        opener = .current
        return notices
    }

    mutating func close() throws {
        try requireOwn()
        guard isOpen else { return }
        let database = database.take()
        (opener, record) = (nil, nil)
        try VaultError.mapping(place.path) { try database?.close() }
        identity = nil
    }

    mutating func delete() throws {
        try requireOwn()
        let database = database.take()
        (opener, record) = (nil, nil)
        guard case .file(let path, let options) = place else { return }
        try VaultError.mapping(path) {
            guard let location = try locatedIfThere(path) else { return }
            do {
                try requireSameFile(location, isOpen: database != nil)
                // Of a shared file this process has no lock that keeps the others out: it is taken for the removal.
                if options.isShared { database?.abandon() }
                try location.explaining {
                    try SessionFile.delete(location, open: options.isShared ? nil : database?.connection)
                }
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
            try requireOpen()
            if case .file = place { return true }
            return database != nil
        }
    }

    mutating func session() throws -> SessionRecord? { try read(or: record) { try $0.session() } }

    mutating func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) throws -> Bool {
        if try hasDatabase { return try write { try $0.replaceSession(expected, with: new) } }
        guard record == expected.map(PyrotgforkSchema.kept) else { return false }
        try new.authKey.requireStorable()
        record = PyrotgforkSchema.kept(new)
        return true
    }

    /// Runs `body` on the database, or gives `empty` where there is none yet.
    mutating func read<Result>(or empty: Result, _ body: (SessionDatabase) throws -> Result) throws -> Result {
        guard try hasDatabase else { return empty }
        return try run { database in try database.reading { try body(database) } }
    }

    /// Runs `body` on the database, which is made where there is none yet.
    mutating func write<Result>(_ body: (SessionDatabase) throws -> Result) throws -> Result {
        try requireOpen()
        return try run { database in
            try database.checkPlace()
            try database.settleSyncs()
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
        if let database, database.isDoubtful { letGo(of: database) }
        if let database { return database }
        let new: SessionDatabase
        switch place {
        case .memory:
            new = try VaultError.mapping(place.path) { try SessionDatabase(inMemory: ()) }
            if let record { _ = try VaultError.mapping(place.path) { try new.replaceSession(nil, with: record) } }
            record = nil
        case .file(let path, let options):
            var notices: [StorageNotice] = []
            new = try openFile(path, options, { _ in }, &notices)
        }
        database = new
        return new
    }

    /// Leaves the log as it is: what it holds in memory may be more than what the disk has.
    private mutating func letGo(of failed: SessionDatabase) {
        guard case .file = place else { return }
        database = nil
        losses.add()
        failed.abandon()
    }

    private mutating func openFile(
        _ path: String, _ options: FileStorage.Options, _ check: OpeningCheck, _ notices: inout [StorageNotice]
    ) throws -> SessionDatabase {
        try VaultError.mapping(path) {
            let location = try located(path)
            let opened = try location.explaining {
                try SessionFile.open(location, options, as: identity, checking: check, &notices)
            }
            try CheckpointPolicy.apply(to: opened.connection)
            let database = SessionDatabase(opened, at: location, options)
            identity = opened.connection.identity
            // What a crash left is as long as it is.
            if opened.hadLog, !options.isShared { database.emptyFoundLog() }
            return database
        }
    }
}
