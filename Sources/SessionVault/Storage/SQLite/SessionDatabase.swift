internal import VaultSQLite

/// A session's tables on a connection, in each of their shapes: with and without the columns of sealed rows, with and
/// without the DC's address.
final class SessionDatabase {
    let connection: Connection
    let location: SessionFile.Location?
    let options: FileStorage.Options
    /// Whether it is in a file, and not in memory.
    var isFile: Bool { connection.identity != nil }
    /// Whether the disk failed after a commit: the file is to be opened anew before anything else.
    var isDoubtful = false
    /// The copies that are being made, by their files' paths.
    var backups: [String: Backup] = [:]
    private var tables: SessionTables
    private var schema: SharedSchema?
    /// The record that the opening read, until it is asked for or replaced: nobody else can write the file meanwhile.
    private var openedSession: SessionRecord?
    private var isSessionRead = false
    /// Whether the connection syncs as the options say.
    private var isSettled: Bool
    private var sessions: SessionTable { tables.sessions }
    private var peers: PeerTable { tables.peers }
    private var states: UpdateStateTable { tables.states }
    var sealed: SealedLayout { tables.shape.sealed }

    /// A database in a file whose schema was found to be one that is opened as it is.
    init(_ file: SessionFile.Opened, at location: SessionFile.Location, _ options: FileStorage.Options) {
        connection = file.connection
        tables = file.tables
        self.location = location
        self.options = options
        schema = options.isShared ? SharedSchema(file.schema, connection) : nil
        openedSession = options.isShared ? nil : file.session
        isSettled = file.isSettled
    }

    /// A new database in memory.
    init(inMemory: Void) throws {
        connection = try PyrotgforkSchema.inMemory()
        tables = SessionTables(connection, SessionTables.Shape())
        location = nil
        options = FileStorage.Options()
        isSettled = true
    }

    /// Before anything is written: an opening that read no schema has left it to this.
    func settleSyncs() throws {
        if isSettled { return }
        try SessionFile.setSyncs(of: connection, options)
        isSettled = true
    }

    /// Makes sure that the file is still what its path names; see ``SessionFile/Location/require(_:)``.
    func checkPlace() throws {
        guard let location, let identity = connection.identity else { return }
        try location.require(identity)
        // The log is open by now; a rollback journal is opened by its name, when it is needed.
        if options.journal == .rollback { try location.checkCompanions() }
    }

    /// Whether it is the database whose file belongs at that place.
    func isAt(_ place: SessionFile.Location) -> Bool { location?.path == place.path }

    /// Writes the log into the file, so that a single file remains, and lets the file go, whatever that gives. Of a
    /// shared file the last one to let go does that, in SQLite's own close; nothing that was written waits for it.
    ///
    /// Where its path names another file by now, the log is left as it is; SQLite itself does so with a connection that
    /// is let go without this.
    func close() throws {
        do {
            try checkPlace()
        } catch {
            letGoOfReplaced()
            throw error
        }
        defer { connection.close() }
        if options.isShared || options.journal == .rollback { return removeJournal() }
        do {
            try connection.truncateJournal()
        } catch {
            // SQLite's own close would try again, take pages that never reached the disk for good, and remove the log.
            try connection.keepJournalOnClose(true)
            throw error
        }
    }

    /// Removes the rollback journal, which is empty between commits. Where another process writes, it does that.
    private func removeJournal() {
        guard options.journal == .rollback, let location else { return }
        if options.isShared {
            try? connection.execute("PRAGMA journal_mode=DELETE", "remove the journal")
        } else {
            try? Directory.unlinkIfThere(location.journal)
        }
    }

    /// Lets a file go that another took the place of, with its log written into it and emptied. That goes by what is
    /// open, and not by its name: left full, the log would be played into the other file.
    func letGoOfReplaced() {
        try? connection.truncateJournal()
        abandon()
    }

    /// Without a close, SQLite does what a close does, but for a file that is no longer at its path.
    deinit {
        guard isFile, !connection.isInherited else { return }
        do {
            try checkPlace()
            removeJournal()
        } catch {
            try? connection.truncateJournal()
        }
    }

    /// Lets the file go and leaves its log as it is.
    func abandon() {
        try? connection.keepJournalOnClose(true)
        connection.close()
    }

    func session() throws -> SessionRecord? {
        // Whoever has only opened it is to take little; who asks again is about to change it.
        defer { if !isSessionRead { releaseRead() } }
        return try openedSession.take() ?? sessions.read()
    }

    private func releaseRead() {
        isSessionRead = true
        sessions.finalizeRead()
        if isFile { connection.releaseSmallCache() }
    }

    func peer(_ lookup: PeerLookup, tokens: Bool = true) throws -> PeerRecord? {
        try peers.read(lookup, tokens: tokens)
    }

    func peers(_ lookups: [PeerLookup], tokens: Bool) throws -> [PeerRecord?] {
        let peers = peers
        return try together(lookups.count) { try lookups.map { try peers.read($0, tokens: tokens) } }
    }

    func otherOwners(of claims: [NameClaim], tokens: Bool) throws -> [OtherOwner] {
        try together(claims.count) {
            var owners: [OtherOwner] = []
            let peers = peers
            for index in claims.indices {
                for row in try peers.otherOwners(of: claims[index], tokens: tokens) {
                    owners.append(OtherOwner(claim: index, row: row))
                }
            }
            return owners
        }
    }

    /// Runs so many reads in one transaction: each by itself would begin and end its own.
    private func together<Result>(_ count: Int, _ body: () throws -> Result) throws -> Result {
        // Who reads a shared file has begun one.
        count > 1 && !options.isShared ? try connection.transaction(.read, body) : try body()
    }

    func peers(after id: Int64?, limit: Int, tokens: Bool = true) throws -> [PeerRecord] {
        try peers.read(after: id, limit: limit, tokens: tokens)
    }

    func updateStates() throws -> [UpdateStateRecord] { try states.read() }

    func sealedUpdateStates() throws -> SealedStates { try states.readSealed() }

    func updateStates(ids: [Int64]) throws -> [UpdateStateRecord] { try ids.compactMap { try states.read($0) } }

    /// Durable when it returns: the log is synced, and with it all that was committed before. It is written into the
    /// file at once, so that a copy of the file alone has the auth key.
    func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) throws -> Bool {
        let (new, expected) = (sessions.kept(new), expected.map(sessions.kept))
        openedSession = nil
        let isReplaced = try changingSchema {
            guard try sessions.read() == expected else { return false }
            try sessions.write(new, in: connection)
            if case .plain = new.authKey, sealed != .none {
                try SealedColumns.remove(from: connection, sealed)
                tables.reshape(.none)
            }
            return true
        }
        if isReplaced { try settle() }
        return isReplaced
    }

    /// Makes durable what was committed, and writes the log into the file, as far as other processes let it be.
    ///
    /// Where nobody else can write into the log, that takes a sync of the log, whose failure is the call's, and one of the
    /// file, without which nothing is lost. SQLite's own commit and checkpoint would sync the log once each.
    private func settle() throws {
        guard isFile else { return }
        if options.syncsEachCommit { return copyDurableLog() }
        try connection.syncJournal()
        guard copySyncedLog({ try connection.copyJournal() }) else { return }
        // Before anything is written over the log.
        if (try? connection.syncFile()) == nil { isDoubtful = true }
    }

    /// Writes the log into the file, and syncs both, of what is durable or has no need to be: where that fails, nothing
    /// is lost.
    func copyDurableLog() { copySyncedLog { try connection.checkpoint() } }

    @discardableResult
    private func copySyncedLog(_ copy: () throws -> Void) -> Bool {
        do {
            try copy()
            return true
        } catch {
            isDoubtful = isDoubtful || (error as? SQLiteError)?.kind == .inputOutput
            return false
        }
    }

    /// Writes the log into the file and empties it, as far as other processes let it be.
    func truncateJournal() throws {
        guard isFile, options.journal == .writeAheadLog else { return }
        do {
            try connection.truncateJournal()
        } catch let error as SQLiteError where error.kind == .busy && options.isShared {
            return
        }
    }

    /// Writes a log that was found into the file and empties it, or leaves it as it is: it loses nothing.
    func emptyFoundLog() { copySyncedLog { try connection.truncateJournal() } }

    /// - Parameter unrenamed: The ids of those peers whose usernames are stored as they are in the changes.
    func apply(_ changes: [StorageChange], unrenamed: Set<Int64> = []) throws {
        try changingSchema {
            if sealed == .none && changes.contains(where: \.isSealed) {
                tables.reshape(try SealedColumns.add(to: connection))
            }
            peers.beginWriting()
            for change in changes { try apply(change, unrenamed) }
        }
    }

    /// Numbers the rows of a file whose peers are all sealed, those that have numbers too: they were given in an order.
    func numberRows() throws {
        guard sealed != .none else { return }
        try changingSchema {
            let plain = "SELECT 1 FROM peers WHERE sealed IS NULL LIMIT 1"
            guard try connection.first(plain, "read the peers", { _ in }) == nil else { return }
            if sealed == .numbered {
                try NumberedTables.giveWay(in: connection)
                tables.reshape(.columns)
            }
            if try NumberedTables.replaceFamilys(in: connection) { tables.reshape(.numbered) }
        }
    }

    private func apply(_ change: StorageChange, _ unrenamed: Set<Int64>) throws {
        switch change {
        case .setPeer(let peer): try peers.write(peer, isRenamed: !unrenamed.contains(peer.id))
        case .removePeer(let id): try peers.remove(id)
        case .setUpdateState(let state): try states.write(state)
        case .removeUpdateState(let id): try states.remove(id)
        }
    }

    /// A transaction that may add or drop columns; where it fails, the statements fit the old ones again.
    private func changingSchema<Result>(_ body: () throws -> Result) throws -> Result {
        let before = sealed
        do {
            return try connection.transaction {
                try followSchema()
                return try body()
            }
        } catch {
            schema?.forget()
            tables.reshape(before)
            throw error
        }
    }

    /// Runs `body`, which only reads, on one state of the file, where others write it too.
    func reading<Result>(_ body: () throws -> Result) throws -> Result {
        guard options.isShared else { return try body() }
        return try connection.transaction(.read) {
            try followSchema()
            return try body()
        }
    }

    /// Takes the shape that the tables have by now: another process may have added or dropped the columns of sealed
    /// rows, and a sealed row that is read without them would pass for a plain one.
    private func followSchema() throws {
        guard let location, try schema?.hasChanged(connection, location) == true else { return }
        tables.reshape(try SealedLayout(of: connection))
    }
}
