internal import VaultSQLite

extension SQLiteStorage {
    /// A step at a time, each as a call of its own, so that whoever waits for the database has it in between.
    func copyPages(to path: String, for place: SessionFile.Location) async throws {
        try await engine.write { try $0.beginBackup(to: path, for: place) }
        do {
            while try await !engine.write({ try $0.stepBackup(to: path, for: place) }) { try Task.checkCancellation() }
        } catch {
            try? await engine.write { try $0.read(or: ()) { try $0.endBackup(to: path) } }
            throw error
        }
    }
}

extension SessionStore {
    mutating func beginBackup(to path: String, for place: SessionFile.Location) throws {
        // A read: a file that was replaced while it was open can be rescued from it.
        if try read(
            or: false,
            { database in
                try database.beginBackup(to: path, for: place)
                return true
            })
        {
            return
        }
        try write { try $0.beginBackup(to: path, for: place) }
    }

    mutating func stepBackup(to path: String, for place: SessionFile.Location) throws -> Bool {
        let isWhole = try read(or: nil) { try $0.stepBackup(to: path, for: place) }
        guard let isWhole else { throw VaultError.notOpen }
        return isWhole
    }
}

extension SessionDatabase {
    /// How many pages are copied at once: a quarter of a MiB, and a fraction of a millisecond.
    private static let pagesAtOnce = 64

    /// Errors are the copy's own: the engine does not take them for a failure of its disk.
    func beginBackup(to path: String, for place: SessionFile.Location) throws {
        guard !isAt(place) else { throw VaultError.unsuitableFile(.exists, path: place.given) }
        try VaultError.mapping(place.given) {
            guard let identity = try FileFacts.of(path)?.identity, let claim = try FileClaim(identity) else {
                throw SystemError.missing(path)
            }
            backups[path] = try connection.backup(toFileAt: path, claim: claim)
        }
    }

    /// Copies some pages more; whether that was all, or nil where no such copy was begun.
    func stepBackup(to path: String, for place: SessionFile.Location) throws -> Bool? {
        guard let backup = backups[path] else { return nil }
        return try VaultError.mapping(place.given) {
            // A copy begins anew where another process writes between its steps.
            guard try backup.step(pages: options.isShared ? .max : Self.pagesAtOnce) else { return false }
            try endBackup(to: path)
            return true
        }
    }

    func endBackup(to path: String) throws {
        guard let backup = backups.removeValue(forKey: path) else { return }
        try connection.end(backup)
    }
}
