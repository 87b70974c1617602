internal import CVaultSQLite

/// A copy of a database into a file, some pages at a time (<https://sqlite.org/backup.html>).
///
/// Between the steps the database is its owner's to read and to write: what its own connection writes to pages that
/// are in the copy already goes into the copy too. It is a database in memory that begins anew with every write. The
/// file is the copy's alone until it is ended.
@safe package final class Backup {
    /// Writes the copy's file, and nothing beside it.
    let destination: Connection
    private var handle: OpaquePointer?

    /// A failed copy is removed and a whole one synced by whoever made its file, so there is no journal to keep and
    /// no sync to wait for.
    private static let settings = """
        PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA locking_mode=EXCLUSIVE
        """

    init(of source: Connection.Handle, to destination: Connection) throws {
        self.destination = destination
        let operation: StaticString = "begin a backup"
        try destination.execute(Self.settings, operation)
        let target = unsafe try destination.handle.open(operation)
        unsafe handle = unsafe sqlite3_backup_init(target, "main", try source.open(operation), "main")
        if unsafe handle == nil { throw destination.handle.error(unsafe sqlite3_extended_errcode(target), operation) }
    }

    deinit { finish() }

    /// Copies so many pages more; whether that was all.
    package func step(pages: Int) throws -> Bool {
        let operation: StaticString = "back the database up"
        guard let handle = unsafe handle else { throw SQLiteError(code: SQLITE_MISUSE, operation: operation) }
        switch unsafe sqlite3_backup_step(handle, Int32(clamping: pages)) {
        case SQLITE_OK: return false
        case SQLITE_DONE: return true
        case let code: throw destination.handle.error(code, operation)
        }
    }

    /// Lets both databases go.
    @discardableResult
    func finish() -> Int32 {
        // What a forked child inherited is its parent's to end.
        guard let handle = unsafe handle, !destination.isInherited else { return SQLITE_OK }
        unsafe self.handle = nil
        let code = unsafe sqlite3_backup_finish(handle)
        destination.close()
        return code
    }
}

extension Connection {
    /// Begins a copy into the empty file at `path`, to be ended by ``end(_:)``. A close of this connection ends it too.
    package func backup(toFileAt path: String, claim: FileClaim) throws -> Backup {
        let backup = try Backup(of: handle, to: Connection(path: path, claim: claim))
        backups.append(backup)
        return backup
    }

    /// Ends a copy, whole or not, and closes its file.
    package func end(_ backup: Backup) throws {
        backups.removeAll { $0 === backup }
        let code = backup.finish()
        guard code == SQLITE_OK else { throw backup.destination.handle.error(code, "end a backup") }
    }
}
