internal import CVaultSQLite

/// A connection to one database, for one thread at a time: its owner serializes the calls.
///
/// It keeps every ``Statement`` and ``Backup`` that it made and ends them when it closes, so that the close is a real
/// one and the file's lock goes with it. It holds the file's ``FileClaim`` for as long.
@safe package final class Connection {
    let handle: Handle
    private var claim: FileClaim?
    private var statements: [Statement] = []
    /// SQLite closes no database that is being copied.
    var backups: [Backup] = []
    /// What has hold of the files.
    var syncs: [RawFile.Kind: FileSync] = [:]
    /// Whether a transaction's changes stay in memory until its end; see ``keepChangesInMemory(_:)``.
    package internal(set) var keepsChangesInMemory = false
    private lazy var beginRead = statement("BEGIN", "begin a transaction")
    private lazy var beginWrite = statement("BEGIN IMMEDIATE", "begin a transaction")
    private lazy var commit = statement("COMMIT", "commit a transaction")
    private lazy var rollback = statement("ROLLBACK", "roll a transaction back")

    /// The pointer that a connection and its statements share; nil once it is closed.
    @safe final class Handle {
        /// Behind a pointer for the same reason as a statement's own.
        private let opened: UnsafeMutablePointer<OpaquePointer?>
        let generation = ForkGeneration.current
        /// How many pages the log has that are not in the file yet, as far as it is known.
        var pagesInLog = 0
        init() {
            unsafe opened = .allocate(capacity: 1)
            unsafe opened.initialize(to: nil)
        }

        deinit { unsafe opened.deallocate() }

        /// The place of the pointer, for SQLite to write it to.
        var place: UnsafeMutablePointer<OpaquePointer?> { unsafe opened }

        var database: OpaquePointer? { unsafe opened.pointee }

        /// How much the call that runs has done, and how many calls run within each other; see ``WorkLimit``.
        var steps = 0
        var depth = 0

        /// The pointer for a call.
        ///
        /// - Throws: `SQLITE_MISUSE` where the connection is closed, ``InheritedByFork``.
        func open(_ operation: StaticString) throws -> OpaquePointer {
            try generation.check()
            guard let database = unsafe database else { throw SQLiteError(code: SQLITE_MISUSE, operation: operation) }
            return unsafe database
        }

        func error(_ code: Int32, _ operation: StaticString) -> SQLiteError {
            let system = unsafe database.map { unsafe sqlite3_system_errno($0) } ?? 0
            return SQLiteError(code: code, systemError: system, operation: operation)
        }
    }

    /// Opens the file at `path`, which must exist.
    ///
    /// Nothing is read yet, and nothing is locked. The path is never taken for a URI or for a special name as long as
    /// it starts with a slash.
    package convenience init(path: String, claim: FileClaim) throws {
        try self.init(name: path, flags: SQLITE_OPEN_READWRITE, claim: claim)
    }

    /// A database in memory.
    package convenience init(inMemory: Void) throws {
        try self.init(name: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, claim: nil)
    }

    private init(name: String, flags: Int32, claim: FileClaim?) throws {
        handle = Handle()
        self.claim = claim
        let flags = flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(name, handle.place, flags, nil)
        guard code == SQLITE_OK else {
            let error = handle.error(code, "open the database")
            close()
            throw error
        }
        unsafe sqlite3_limit(handle.database, SQLITE_LIMIT_LENGTH, Self.longestValue)
        // Nothing is in use of it yet, so that it cannot fail; without it SQLite goes on as usual.
        unsafe vault_sqlite3_db_config_lookaside(handle.database, Self.lookaside.size, Self.lookaside.count)
    }

    /// SQLite's own memory for small things, in bytes and pieces: none. It makes the preparing of statements faster, and
    /// here each is prepared once; a thousand open sessions would have 120 KB each of it
    /// (<https://sqlite.org/malloc.html>, 3.1).
    private static let lookaside: (size: Int32, count: Int32) = (0, 0)

    /// The longest value or row in bytes: no file can make the process allocate more at once.
    private static let longestValue: Int32 = 1 << 20

    deinit { close() }

    /// The file it is on; nil in memory, and once it is closed.
    package var identity: FileIdentity? { claim?.identity }

    /// Whether it is the connection of the process that this one was forked from: nothing can be done with it then.
    package var isInherited: Bool { handle.generation.isInherited }

    /// Finalizes the statements, closes the file and gives the claim back. A second call changes nothing, and neither
    /// does one in a forked child: the file and its log are the parent's.
    ///
    /// Within ``first(_:_:_:)``, whose statement is still in use, SQLite keeps the file open: the claim stays, and the
    /// next call closes.
    package func close() {
        if isInherited { return }
        for statement in statements { statement.finalize() }
        for backup in backups { backup.finish() }
        for sync in syncs.values { sync.end() }
        guard unsafe sqlite3_close(handle.database) == SQLITE_OK else { return }
        unsafe handle.place.pointee = nil
        claim = nil
    }

    /// Runs statements that give no rows and have no parameters.
    package func execute(_ sql: String, _ operation: StaticString) throws {
        let database = unsafe try handle.open(operation)
        let code = handle.working { unsafe sqlite3_exec(database, sql, nil, nil, nil) }
        guard code == SQLITE_OK else { throw handle.error(code, operation) }
    }

    /// A statement that is prepared when it is first used; `operation` names it in errors.
    package func statement(_ sql: String, _ operation: StaticString) -> Statement {
        let statement = Statement(handle, sql, operation)
        statements.append(statement)
        return statement
    }

    /// What a transaction is for.
    package enum Transaction { case read, write }

    /// Runs `body` between `BEGIN`, which is `IMMEDIATE` for one that writes, and `COMMIT`; rolls back where either
    /// throws.
    package func transaction<Result>(_ kind: Transaction = .write, _ body: () throws -> Result) throws -> Result {
        try (kind == .read ? beginRead : beginWrite).run()
        do {
            let result = try body()
            try commit.run()
            return result
        } catch {
            // SQLite rolls back by itself after some errors; a second time would be an error of its own.
            if !isInherited, unsafe sqlite3_get_autocommit(handle.database) == 0 { try? rollback.run() }
            throw error
        }
    }

    /// The first row that a statement gives, read by `body`; nil where there is none.
    package func first<Result>(
        _ sql: String, _ operation: StaticString, _ body: (Statement) throws -> Result
    ) throws -> Result? {
        let statement = Statement(handle, sql, operation)
        defer { statement.finalize() }
        return try statement.use { try $0.step() ? try body($0) : nil }
    }

    /// Finalizes the statements given and forgets them: their schema is another now.
    package func discard(_ discarded: [Statement]) {
        for statement in discarded { statement.finalize() }
        statements.removeAll { statement in discarded.contains { $0 === statement } }
    }
}
