internal import CVaultSQLite
internal import VaultLock

/// Syncs a file of an open database while its connection is in use, from another thread.
package final class FileSync: Sendable {
    private let file: Lock<RawFile?>

    init(_ file: RawFile) {
        // Two pointers of SQLite's, good until ``end()``. Its calls on an open file may overlap with a sync of it.
        nonisolated(unsafe) let file: RawFile? = file
        self.file = Lock(unsafe file)
    }

    /// Waits until what was written to the file is on the disk.
    ///
    /// - Throws: `SQLITE_MISUSE` where the connection is closed.
    package func run() throws {
        try file.withLock { file in
            guard let file else { throw SQLiteError(code: SQLITE_MISUSE, operation: "sync the file") }
            try file.sync()
        }
    }

    /// Before the file is closed: waits for a sync that runs, and lets none begin.
    func end() { file.withLock { $0 = nil } }
}

extension Connection {
    /// How many pages the log has that are not in the file yet: 0 without one, and until ``countPagesInLog()`` is
    /// called and something is committed.
    package var pagesInLog: Int { handle.pagesInLog }

    /// Counts from now on, and leaves it to the caller to write the log into the file: SQLite would do it inside of a
    /// commit (<https://sqlite.org/c3ref/wal_hook.html>).
    package func countPagesInLog() {
        let context = unsafe Unmanaged.passUnretained(handle).toOpaque()
        // It runs within a commit on this connection, which keeps the handle.
        unsafe sqlite3_wal_hook(
            handle.database,
            { context, _, _, pages in
                guard let context = unsafe context else { return SQLITE_OK }
                unsafe Unmanaged<Handle>.fromOpaque(context).takeUnretainedValue().pagesInLog = Int(pages)
                return SQLITE_OK
            }, context)
    }

    /// The sync of one of the database's files; nil where it is not open.
    package func sync(_ kind: RawFile.Kind) throws -> FileSync? {
        guard let file = try RawFile(handle, kind) else { return nil }
        let sync = FileSync(file)
        syncs[kind]?.end()
        syncs[kind] = sync
        return sync
    }

    /// Waits until what was committed to the log is on the disk.
    package func syncJournal() throws { try syncNow(.journal) }

    /// Waits until what was written to the file is on the disk.
    package func syncFile() throws { try syncNow(.database) }

    private func syncNow(_ kind: RawFile.Kind) throws {
        guard let file = try RawFile(handle, kind) else {
            throw SQLiteError(code: SQLITE_MISUSE, operation: "sync the file")
        }
        try file.sync()
    }

    /// Copies the log into the file, as far as that goes, and syncs neither: the log is to be on the disk before, and
    /// the file before anything else is written.
    ///
    /// - Throws: `SQLITE_IOERR` where what comes after it would not be synced either.
    package func copyJournal() throws {
        let operation: StaticString = "write the log into the file"
        try execute("PRAGMA synchronous=OFF", operation)
        let result = Result { try checkpoint() }
        do {
            try execute("PRAGMA synchronous=NORMAL", operation)
        } catch {
            throw SQLiteError(code: SQLITE_IOERR, operation: operation)
        }
        try result.get()
    }
}
