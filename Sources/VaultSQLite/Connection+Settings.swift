internal import CVaultSQLite

extension Connection {
    /// Refuses to run what a schema of others brings along: triggers, functions in views, edits of the schema table.
    package func distrustSchema() throws {
        try set(SQLITE_DBCONFIG_ENABLE_TRIGGER, false)
        try set(SQLITE_DBCONFIG_DEFENSIVE, true)
        try set(SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)
    }

    /// Has no row checked against rows that it refers to.
    package func ignoreForeignKeys() throws { try set(SQLITE_DBCONFIG_ENABLE_FKEY, false) }

    /// Has the file read by calls and never mapped into memory, where another process that cuts it would end this one.
    package func mapNothing() throws {
        var limit: Int64 = -1
        let operation: StaticString = "configure the connection"
        let database = unsafe try handle.open(operation)
        // It asks for the limit, where that is negative.
        let code = unsafe sqlite3_file_control(database, "main", SQLITE_FCNTL_MMAP_SIZE, &limit)
        if code != SQLITE_OK || limit != 0 { try execute("PRAGMA mmap_size=0", operation) }
    }

    /// Whether pages that a transaction changed stay in memory until it ends, however many there are; without it some
    /// of them go into the file before. For the transaction that is open, or the next.
    package func keepChangesInMemory(_ keep: Bool) throws {
        guard keep != keepsChangesInMemory else { return }
        // A number of pages, and not ON or OFF, which a transaction that has begun would not go by.
        let pages = keep ? Int32.max : 1
        try execute("PRAGMA cache_spill=\(pages)", "bound the cache")
        keepsChangesInMemory = keep
    }

    /// How long a statement asks again for what another connection has locked.
    package func waitForLocks(milliseconds: Int32) {
        // Of an open connection it cannot fail.
        unsafe sqlite3_busy_timeout(handle.database, milliseconds)
    }

    /// Whether a close leaves the write-ahead log as it is, instead of writing it into the file.
    package func keepJournalOnClose(_ keep: Bool) throws { try set(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep) }

    private func set(_ option: Int32, _ value: Bool) throws {
        let operation: StaticString = "configure the connection"
        let code = unsafe vault_sqlite3_db_config_flag(try handle.open(operation), option, value ? 1 : 0)
        guard code == SQLITE_OK else { throw handle.error(code, operation) }
    }

    /// Whether SQLite could open the file for reading only.
    package var isReadOnly: Bool { unsafe sqlite3_db_readonly(handle.database, "main") == 1 }

    /// Writes the whole log into the file and empties it; nobody else may be reading.
    ///
    /// Run on the connection itself and not as SQL, whose busy result is a row and not an error. A log that is empty
    /// already is left alone: to cut it costs the file system as much as to cut one of a megabyte.
    package func truncateJournal() throws {
        if let log = try RawFile(handle, .journal), try log.size() == 0 { return handle.pagesInLog = 0 }
        try checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
    }

    /// Makes durable what the log holds, copies it into the file as far as that goes, and syncs that.
    package func checkpoint() throws { try checkpoint(SQLITE_CHECKPOINT_PASSIVE) }

    private func checkpoint(_ mode: Int32) throws {
        let operation: StaticString = "write the log into the file"
        var (pages, copied) = (Int32(0), Int32(0))
        let code = unsafe sqlite3_wal_checkpoint_v2(try handle.open(operation), "main", mode, &pages, &copied)
        guard code == SQLITE_OK else { throw handle.error(code, operation) }
        handle.pagesInLog = Int(max(0, pages - copied))
    }

    /// Gives back the memory of pages that are not in use, where it is little: they are read again when they are needed.
    ///
    /// The first page that is read takes the memory of 20, which a session that nobody looks anything up in has no use
    /// for. A cache that has more than that in it is being used.
    package func releaseSmallCache() {
        var (used, highest): (Int32, Int32) = (0, 0)
        let code = unsafe sqlite3_db_status(handle.database, SQLITE_DBSTATUS_CACHE_USED, &used, &highest, 0)
        if code == SQLITE_OK, used <= Self.smallCache { unsafe sqlite3_db_release_memory(handle.database) }
    }

    /// In bytes: SQLite's 20 pages of 4 KiB.
    private static let smallCache: Int32 = 20 * 4096

    /// The id of the row that was inserted last, which can be set to tell whether another one was.
    package var lastInsertedRow: Int64 {
        get { unsafe sqlite3_last_insert_rowid(handle.database) }
        set { unsafe sqlite3_set_last_insert_rowid(handle.database, newValue) }
    }

    /// How many rows the last statement changed.
    package var changes: Int { unsafe Int(sqlite3_changes(handle.database)) }

    /// The database as the bytes of a file.
    package func image() throws -> [UInt8] {
        var count: Int64 = 0
        let operation: StaticString = "serialize the database"
        guard let bytes = unsafe sqlite3_serialize(try handle.open(operation), "main", &count, 0) else {
            throw handle.error(SQLITE_NOMEM, operation)
        }
        defer { unsafe sqlite3_free(bytes) }
        return unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
}
