internal import VaultSQLite

/// When and how the log is written into the file.
///
/// SQLite would do it inside the commit that makes the log long, and sync the log before and the file after it; who
/// looks up a peer would wait for it all. Here it comes after the commit, as a call of its own: look-ups that wait go
/// first, those that come meanwhile wait for the copying alone and not for the disk, and the writer waits for its end,
/// so that the log cannot outgrow it.
///
/// Without a log there is nothing to do, since no commit reports one.
enum CheckpointPolicy {
    /// How many pages the log has at most when a write returns: 2 MiB, which take two to three milliseconds to copy.
    /// Fewer would not make them much shorter, and each copy of the log costs the writer three syncs.
    static let mostPages = 500

    /// How many pages a change of the session's own values, which copies the log in one go, finds in it at most.
    static let fewPages = 64

    /// The size in bytes that a log which was longer is cut to, by the first commit after it was copied.
    static let mostBytes = 4 << 20

    static func apply(to connection: Connection) throws {
        connection.countPagesInLog()
        try connection.execute(limit, "limit the log")
    }

    private static let limit = "PRAGMA journal_size_limit=\(mostBytes)"
}

extension SQLiteEngine {
    /// Writes the log into the file where it has more than so many pages.
    ///
    /// What was committed is safe where that fails: the log stays, and it is tried again after the next commit.
    func shortenLog(to pages: Int = CheckpointPolicy.mostPages) async {
        await pausingWrites { [self] in try? await copyLog(longerThan: pages) }
    }

    /// The log is on the disk before its pages are in the file, and the file is before anything is written over the log
    /// (<https://sqlite.org/wal.html>, Checkpointing). SQLite keeps that order under its caller's lock; between the
    /// three steps of this one nobody writes.
    private nonisolated func copyLog(longerThan pages: Int) async throws {
        guard let syncs = try await read({ try $0.beginCopy(ofLogLongerThan: pages) }) else { return }
        do {
            try syncs.log.run()
            try await read { try $0.read(or: ()) { try $0.connection.copyJournal() } }
            try syncs.file.run()
        } catch VaultError.diskFull {
            // It was the copying that had no room: the log is as it was.
        } catch {
            // After a failed sync the file is opened anew, and the log is played into it once more.
            try await read { try $0.read(or: ()) { $0.isDoubtful = true } }
        }
    }
}

extension SessionStore {
    /// Whether the log has more pages than so many.
    func hasLog(longerThan pages: Int) -> Bool { database.map { $0.connection.pagesInLog > pages } ?? false }

    /// What to sync before and after the log is copied; nil where it is not to be.
    ///
    /// Where other processes can write to the log, only SQLite's own copy keeps them from it, and is made here.
    fileprivate mutating func beginCopy(ofLogLongerThan pages: Int) throws -> (log: FileSync, file: FileSync)? {
        guard hasLog(longerThan: pages) else { return nil }
        return try read(or: nil) { database in
            if database.options.isShared {
                database.copyDurableLog()
                return nil
            }
            let connection = database.connection
            guard let log = try connection.sync(.journal), let file = try connection.sync(.database) else { return nil }
            return (log, file)
        }
    }
}
