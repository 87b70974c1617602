internal import VaultSQLite

/// Makes the file of a backup: whole and durable under its name, or not there.
enum BackupFile {
    /// Makes a session's file at `path` of what `fill` writes into the one whose path it is given.
    ///
    /// It waits for the disk, so it runs on no caller's actor.
    ///
    /// - Parameter image: What the file holds before it is filled.
    @concurrent
    static func make(
        at path: String, image: [UInt8] = [], _ fill: @Sendable (SessionFile.Location, String) async throws -> Void
    ) async throws {
        let location = try VaultError.mapping(path) { try checkedPlace(path) }
        let file = try VaultError.mapping(path) { try NewFile(in: location.directory) }
        let temporary = file.temporaryPath
        do {
            try VaultError.mapping(path) { try file.write(image.span) }
            try await fill(location, temporary)
            try Task.checkCancellation()
            // The header's format numbers: with those of a log, a file of which there is a copy that cannot be written
            // would not be read (<https://sqlite.org/wal.html>, Read-Only Databases).
            let rollback: [UInt8] = [1, 1]
            try VaultError.mapping(path) { try file.write(rollback.span, at: 18) }
        } catch let error as VaultError {
            throw error.naming(path, insteadOf: temporary)
        }
        guard try VaultError.mapping(path, { try file.take(location.path) }) else {
            throw VaultError.unsuitableFile(.exists, path: path)
        }
    }

    private static func checkedPlace(_ path: String) throws -> SessionFile.Location {
        let location = try SessionFile.Location(path)
        try location.checkDirectory()
        guard try FileFacts.of(location.path) == nil else { throw VaultError.unsuitableFile(.exists, path: path) }
        // A log that is there would be played into the copy.
        if try location.companions.contains(where: { try FileFacts.of($0) != nil }) {
            throw VaultError.unsuitableFile(.orphanedJournal, path: path)
        }
        return location
    }
}

extension VaultError {
    /// The error with the path that the caller knows in the place of another.
    fileprivate func naming(_ path: String, insteadOf other: String) -> VaultError {
        switch self {
        case .unsuitableFile(let flaw, other): .unsuitableFile(flaw, path: path)
        case .unsupportedSchema(let schema, other): .unsupportedSchema(schema, path: path)
        case .damagedFile(other): .damagedFile(path: path)
        case .system(let errno, let call, other): .system(errno: errno, call: call, path: path)
        case .database(let code, let operation, other): .database(code: code, operation: operation, path: path)
        default: self
        }
    }
}
