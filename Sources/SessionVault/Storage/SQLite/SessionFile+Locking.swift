internal import VaultSQLite

extension SessionFile {
    /// A connection whose exclusive transaction has begun, and what lay beside the file before.
    struct Locked {
        let connection: Connection
        let found: Companions
        /// Whether there is more in its log or journal by now than in the file.
        let hasLog: Bool
        /// What is known of its schema, where SQLite has not read that yet: who is to write has to see to the settings.
        let known: KnownSchemaPages.Entry?
    }

    /// Opens a connection whose exclusive transaction has begun: what follows runs in it, and has written nothing yet.
    /// Only the rollback journal of a crashed writer is played back, as by any reader.
    ///
    /// A file that others share can be busy for a moment, and is asked for again for a second in all. One that stays
    /// locked as a whole has an exclusive owner. Two who want it for themselves at once can be in each other's way,
    /// each with the lock of a reader: who finds no owner asks again, some milliseconds later.
    ///
    /// - Parameter isLogged: Whether it is to have a log, and nobody else is to write it.
    static func lock(
        _ location: Location, _ identity: FileIdentity, _ locking: FileStorage.Locking, isLogged: Bool = false
    ) throws -> Locked {
        let claim = try claim(identity)
        var attempts = 0
        var exclusives = 0
        while true {
            do {
                return try connect(location, identity, locking, claim, isLogged: isLogged)
            } catch let error as SQLiteError where error.kind == .busy {
                // The connection is closed by now, so looking into the file takes no lock of ours off it.
                let holder = LockHolder.of(location.path, claimed: claim)
                attempts += 1
                exclusives = holder?.isExclusive == true ? exclusives + 1 : 0
                let isOwned = exclusives == (locking == .exclusive ? 1 : 4)
                if isOwned || attempts == (locking == .exclusive ? 6 : 20) {
                    throw VaultError.locked(pid: holder?.pid)
                }
                if locking == .exclusive { Pause.random(milliseconds: 1...10) }
            }
        }
    }

    /// Claims the file. One that another thread has just removed may be claimed for a moment yet, and its number be that
    /// of a new file already.
    private static func claim(_ identity: FileIdentity) throws -> FileClaim {
        for _ in 0..<5 {
            if let claim = try FileClaim(identity) { return claim }
            Pause.random(milliseconds: 1...2)
        }
        throw VaultError.locked(pid: LockHolder.ownPID)
    }

    private static func connect(
        _ location: Location, _ identity: FileIdentity, _ locking: FileStorage.Locking, _ claim: FileClaim,
        isLogged: Bool
    ) throws -> Locked {
        let connection = try Connection(path: location.path, claim: claim)
        if connection.isReadOnly { throw SystemError.notWritable(location.path) }
        let locked = try begin(connection, location, locking, isLogged: isLogged)
        guard try FileFacts.of(location.path)?.identity == identity else { throw VaultError.locked(pid: nil) }
        return locked
    }

    private static func begin(
        _ connection: Connection, _ location: Location, _ locking: FileStorage.Locking, isLogged: Bool
    ) throws -> Locked {
        try requireDatabase(connection, location)
        try connection.distrustSchema()
        connection.limitWork()
        let found = try location.checkedCompanions()
        // A log that is there must be there still if the file is refused. Without one, SQLite makes an empty one, which
        // the close removes again.
        if found.log != nil { try connection.keepJournalOnClose(true) }
        try connection.ignoreForeignKeys()
        connection.waitForLocks(milliseconds: locking == .exclusive ? 0 : 50)
        let mode = locking == .exclusive ? "PRAGMA locking_mode=EXCLUSIVE" : "PRAGMA locking_mode=NORMAL"
        try connection.execute(mode, "set how to lock")
        try connection.mapNothing()
        if found.journal != nil { try requireJournalOfOwn(location) }
        let isKnown = try isLogged && syncsUnasked && !found.areThere && DatabaseSchema.settled(in: connection) != nil
        try diagnosing(connection, location) {
            try connection.execute(isKnown ? settings + begin : settings + sync + begin, "lock the database")
        }
        var hasLog = try requireWhole(connection, location)
        // Nobody but this process can change it by now.
        let known = try isKnown && !hasLog ? DatabaseSchema.settled(in: connection) : nil
        if isKnown, known == nil {
            // Somebody did, a moment ago.
            try diagnosing(connection, location) { try beginAgain(connection) }
            hasLog = try requireWhole(connection, location)
        }
        return Locked(connection: connection, found: found, hasLog: hasLog, known: known)
    }

    /// Begins the transaction once more, with what it was begun without. The lock is not let go in between.
    static func beginAgain(_ connection: Connection) throws {
        try connection.execute("ROLLBACK; " + sync + begin, "lock the database")
    }

    /// The transaction plays a journal back that a crashed writer left. One that names another file would have SQLite
    /// remove that: no client writes such a one, and a file that was handed to us may come with it.
    private static func requireJournalOfOwn(_ location: Location) throws {
        if try RollbackJournal.namesAnotherFile(location.journal) {
            throw VaultError.unsuitableFile(.foreignJournal, path: location.journal)
        }
    }

    /// What SQLite does of itself is not asked for, since each of these is a statement.
    private static let settings = """
        PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; \(syncing)
        \(SQLiteLibrary.isCompiled(with: "SECURE_DELETE") ? "" : "PRAGMA secure_delete=ON;")

        """

    /// Whether SQLite syncs what is committed before it is told to.
    private static let syncsUnasked =
        !SQLiteLibrary.isCompiled(with: "DEFAULT_SYNCHRONOUS=0")
        && !SQLiteLibrary.isCompiled(with: "DEFAULT_WAL_SYNCHRONOUS=0")

    /// A migration is synced; and to be told so, SQLite reads the schema: a few bytes that it would take for an empty
    /// database are refused before it begins to write one. That takes half of an opening, and is left out where the
    /// pages are those of a schema that is known and nothing has to be migrated.
    private static let sync = "PRAGMA synchronous=FULL; "

    /// The lock comes with the transaction, and an exclusive one stays after it since the mode was set before.
    private static let begin = "BEGIN EXCLUSIVE"

    /// On macOS a sync reaches the disk only with these; elsewhere there is one kind of sync.
    private static var syncing: String {
        #if canImport(Darwin)
        "PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON;"
        #else
        ""
        #endif
    }
}
