internal import VaultSQLite

/// Owning a session's file: finding it fit, locking it, making it, removing it.
///
/// While a connection is open on a file, this process opens nothing else on it: closing any descriptor would take the
/// lock off (see `FileClaim`). So everything that is asked about the file is asked by its path, or of SQLite.
enum SessionFile {
    /// A file that was opened, and what its tables were by the transaction that did.
    struct Opened {
        let connection: Connection
        let schema: SessionFileSchema
        let tables: SessionTables
        /// The session's record, where the check of the opening read one.
        let session: SessionRecord?
        /// Whether a log or journal with something in it was beside it, as a crash leaves one.
        let hadLog: Bool
        /// Whether the connection syncs as the options say. Where not, it is to be told before it writes.
        let isSettled: Bool
    }

    /// Opens the file, or creates it; locked as the options say, with the settings of ``FileStorage``.
    ///
    /// - Parameters:
    ///   - identity: The file that it must be, where it was open before: none is made then.
    ///   - check: Refuses what the file holds; it is as it was then.
    static func open(
        _ location: Location, _ options: FileStorage.Options, as identity: FileIdentity? = nil,
        checking check: OpeningCheck, _ notices: inout [StorageNotice]
    ) throws -> Opened {
        try location.checkDirectory()
        let facts = try identity.map(location.checkedFacts) ?? existing(location, options)
        // SQLite takes a file of one byte for an empty one, too.
        guard facts.size > 1 else {
            throw VaultError.unsuitableFile(facts.size == 0 ? .empty : .notADatabase, path: location.given)
        }
        let isLogged = !options.isShared && !options.isUnnamed && options.journal == .writeAheadLog
        let locked = try lock(location, identity ?? facts.identity, options.locking, isLogged: isLogged)
        let (connection, found) = (locked.connection, locked.found)
        let (schema, contents, notice) = try diagnosing(connection, location) {
            let (schema, notice) = try adopt(locked, location, options)
            let contents = UncommittedContents(
                connection, SessionTables(connection, SessionTables.Shape(schema.facts)), locked.known?.pages.session)
            try check(contents)
            return (schema, contents, notice)
        }
        let companions = try requireOwnCompanions(connection, location)
        try connection.execute("COMMIT", "end the check")
        // An index that was rebuilt.
        let hasWritten = connection.keepsChangesInMemory
        try connection.keepChangesInMemory(false)
        if let notice { notices.append(notice) }
        try connection.keepJournalOnClose(false)
        try tighten(location, facts, companions, found: found, &notices)
        let hasLog = !options.isShared && options.journal == .writeAheadLog && companions.log != nil
        // Of a known file it has the log open by the header's word, with the lock.
        let isSettled = locked.known == nil || !hasLog || hasWritten
        if isSettled { try startJournal(connection, location, options) }
        // A log that was ours alone when SQLite had it open already is what it goes on with; nobody else can take its
        // place, and in this mode SQLite opens nothing else.
        if hasLog {
            try clear(companions, of: location)
        } else {
            try clearCompanions(location, options)
            try requireOwnCompanions(connection, location)
        }
        return Opened(
            connection: connection, schema: schema.kind, tables: contents.tables, session: contents.record,
            hadLog: found.haveContent, isSettled: isSettled)
    }

    /// Once more, since somebody may have put one there before SQLite opened it: a log is not written into the file
    /// then. A rollback journal that was put there between the two looks was played back by the time of this one; the
    /// file is let go, and is not as it was.
    @discardableResult
    private static func requireOwnCompanions(
        _ connection: Connection, _ location: Location
    ) throws -> Companions {
        do {
            return try location.checkedCompanions()
        } catch {
            try connection.keepJournalOnClose(true)
            throw error
        }
    }

    /// Makes sure that the schema is one that is opened, and brings an earlier one up to date. It becomes so with the
    /// commit: until then, and after an error, the file is as it was.
    private static func adopt(
        _ locked: Locked, _ location: Location, _ options: FileStorage.Options
    ) throws -> (schema: DatabaseSchema, notice: StorageNotice?) {
        if let known = locked.known { return (known.schema, nil) }
        let connection = locked.connection
        let isStored = !locked.hasLog && !options.isShared
        let found = try isStored ? DatabaseSchema.stored(in: connection) : DatabaseSchema(connection)
        let schema = found.kind
        guard schema.isSupported else { throw VaultError.unsupportedSchema(schema, path: location.given) }
        let migration = SchemaMigration(connection, from: schema, found.facts)
        guard try migration.isDue else { return (found, nil) }
        if options.isShared {
            // A client that has it open would find other tables than it knows.
            guard schema.isCurrent else { throw VaultError.needsExclusive }
            return (found, nil)
        }
        // What it changes reaches no file before it is committed.
        try connection.keepChangesInMemory(true)
        do {
            try migration.run()
        } catch let error as SQLiteError where error.kind == .schema {
            // A view or the like holds on to what has to go.
            throw VaultError.unsupportedSchema(.unknown, path: location.given)
        }
        let new = try DatabaseSchema(connection)
        guard new.kind.isCurrent else { throw VaultError.unsupportedSchema(new.kind, path: location.given) }
        return (new, .schemaMigrated(path: location.given, from: schema, to: new.kind))
    }

    /// - Parameters:
    ///   - facts: Of the file, before it was opened.
    ///   - companions: What lay beside it within the transaction, what SQLite made included.
    ///   - found: What lay there before. What SQLite made has been nobody's to read.
    private static func tighten(
        _ location: Location, _ facts: FileFacts, _ companions: Companions, found: Companions,
        _ notices: inout [StorageNotice]
    ) throws {
        func tighten(_ path: String, _ facts: FileFacts?, _ wasFound: Bool, shown: String) throws {
            // The end of the transaction may have removed a journal.
            guard let mode = facts?.mode, mode != 0o600, let now = try FileFacts.of(path) else { return }
            // Another may lie there by now, and a change of mode would follow a link.
            guard now.identity == facts?.identity else { return }
            try Directory.makePrivate(path)
            if facts?.isPrivate == false, wasFound { notices.append(.modeTightened(path: shown, from: mode)) }
        }
        try tighten(location.path, facts, true, shown: location.given)
        try tighten(location.log, companions.log, found.log != nil, shown: location.log)
        try tighten(location.journal, companions.journal, found.journal != nil, shown: location.journal)
        try tighten(
            location.sharedMemory, companions.sharedMemory, found.sharedMemory != nil, shown: location.sharedMemory)
    }

    private static func startJournal(
        _ connection: Connection, _ location: Location, _ options: FileStorage.Options
    ) throws {
        // A call waits twice at most, to begin and to commit: a second in all.
        if options.isShared { connection.waitForLocks(milliseconds: 500) }
        if !options.syncsEachCommit { try setSyncs(of: connection, options) }
        if options.isUnnamed { try connection.execute("PRAGMA synchronous=OFF", "ask for no sync") }
        // Not DELETE: an exclusive owner would keep the journal all the same, and clear its header alone.
        let wanted = options.isUnnamed ? "memory" : options.journal == .writeAheadLog ? "wal" : "truncate"
        let mode = try connection.first("PRAGMA journal_mode=\(wanted)", "start the log") { $0.text(0) }
        guard mode == wanted else {
            throw VaultError.database(code: 1, operation: "start the log", path: location.given)
        }
    }

    /// Has commits synced as the options say.
    static func setSyncs(of connection: Connection, _ options: FileStorage.Options) throws {
        let pragma = options.syncsEachCommit ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL"
        try connection.execute(pragma, "set how to sync")
    }

    /// A rollback journal that was played back, or kept by another program, still holds old pages, and the shared
    /// memory of a crashed one serves nobody where the lock is exclusive.
    private static func clearCompanions(_ location: Location, _ options: FileStorage.Options) throws {
        if !options.isShared { try Directory.unlinkIfThere(location.sharedMemory) }
        switch options.journal {
        // Nobody begins a rollback journal while this process has the log open.
        case .writeAheadLog: try Directory.unlinkIfThere(location.journal)
        // SQLite has it open if it played it back, and goes on with it.
        case .rollback: if !options.isShared { try Directory.truncateIfThere(location.journal) }
        }
    }

    /// Beside a log that SQLite has had open since before the look at them, of a file that has no other owner.
    private static func clear(_ companions: Companions, of location: Location) throws {
        if companions.sharedMemory != nil { try Directory.unlinkIfThere(location.sharedMemory) }
        if companions.journal != nil { try Directory.unlinkIfThere(location.journal) }
    }

    /// The file's facts; it is made where it is missing.
    private static func existing(_ location: Location, _ options: FileStorage.Options) throws -> FileFacts {
        if let facts = try location.checkedFacts() { return facts }
        try create(location, options)
        guard let facts = try location.checkedFacts() else { throw SystemError.missing(location.path) }
        return facts
    }

    /// Makes a new file under another name and moves it into place, unless somebody else was faster.
    private static func create(_ location: Location, _ options: FileStorage.Options) throws {
        // Whoever was faster has companions by now.
        if try location.checkedCompanions().haveContent, try FileFacts.of(location.path) == nil {
            throw VaultError.unsuitableFile(.orphanedJournal, path: location.given)
        }
        guard !options.mustExist else { throw VaultError.unsuitableFile(.missing, path: location.given) }
        var image = try PyrotgforkSchema.inMemory().image()
        // The header's two format numbers say WAL, or the switch to it would cost a journal and three syncs at once
        // (<https://sqlite.org/fileformat2.html>, 1.3.3).
        if options.journal == .writeAheadLog {
            image[18] = 2
            image[19] = 2
        }
        _ = try NewFile.create(location.path, in: location.directory, image.span)
    }

    /// Removes the file and its companions under its lock: that of the open connection on it given, or one of its own.
    static func delete(_ location: Location, open connection: Connection?) throws {
        if let connection { return try remove(location, connection) }
        guard try FileFacts.of(location.directory) != nil else { return }
        let facts = try location.checkedFacts()
        try location.checkCompanions()
        guard let facts else { return try removeCompanions(location) }
        try remove(location, try lock(location, facts.identity, .exclusive).connection)
    }

    /// The companions go first: a log without its file would be written into the next one of the name.
    private static func remove(_ location: Location, _ connection: Connection) throws {
        if let key = plainKey(connection) { try UnfinishedCopies.remove(holding: key, in: location.directory) }
        try connection.keepJournalOnClose(true)
        for path in location.companions + [location.path] { try Directory.unlinkIfThere(path) }
        connection.close()
        try Directory.sync(location.directory)
    }

    /// Removes what lies beside a file that is missing. Nothing can be locked: should somebody make the file meanwhile,
    /// what is beside it is his.
    private static func removeCompanions(_ location: Location) throws {
        let found = try location.companions.filter { try FileFacts.of($0) != nil }
        for path in found where try FileFacts.of(location.path) == nil { try Directory.unlinkIfThere(path) }
        if !found.isEmpty { try Directory.sync(location.directory) }
    }

    /// The auth key of a plain session; nil where there is none, or the database is another program's.
    private static func plainKey(_ connection: Connection) -> AuthKey? {
        let sql = "SELECT auth_key FROM sessions WHERE typeof(auth_key) = 'blob' LIMIT 1"
        return try? connection.first(sql, "read the session") { try $0.withBytes(0) { try AuthKey($0) } }
    }
}
