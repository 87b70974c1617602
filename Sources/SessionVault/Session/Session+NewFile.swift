internal import VaultLock
internal import VaultSQLite

extension Session {
    /// Makes a session's file at `path`, of what `fill` puts into a session that is kept in it.
    ///
    /// It is made under another name in the same directory, and appears under its own when it is whole and on the disk. After
    /// an error or a cancellation nothing is there, and nothing is ever replaced. What a crash in the middle leaves is one
    /// file, whose name begins with `.sessionvault-`; <doc:Guarantees> says who removes it.
    ///
    /// - Parameters:
    ///   - path: Where nothing is yet. The directory is one that a ``FileStorage`` accepts.
    ///   - secret: Seals the session; nil for a plain one.
    ///   - derivation: What a guess at a passphrase costs.
    ///   - fill: Called with the open session, and what opening it found.
    /// - Returns: What `fill` returned, once the file is there.
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` with ``VaultError/FileFlaw/exists`` where something is there by now;
    ///   what ``open()`` and `fill` throw; ``VaultError/diskFull`` and what else the system refuses.
    package static func make<Result: Sendable>(
        at path: String, sealedWith secret: VaultSecret?, derivation: KeyDerivation = .standard,
        _ fill: @escaping @Sendable (Session, [StorageNotice]) async throws -> Result
    ) async throws -> Result {
        let filled = Lock<Result?>(nil)
        let image = try VaultError.mapping(path) { try PyrotgforkSchema.inMemory().image() }
        try await BackupFile.make(at: path, image: image) { _, temporary in
            let file = FileStorage(unnamed: temporary)
            // Whoever makes a vault for an identity is no stranger to it.
            let session = Session(
                secret.map { file.encrypted(with: $0, derivation: derivation, origin: .acceptUnverified) } ?? file)
            let result = try await session.withOpenNoticed(fill)
            filled.withLock { $0 = result }
        }
        guard let result = filled.withLock({ $0 }) else { throw VaultError.notOpen }
        return result
    }

    private func withOpenNoticed<Result>(
        _ body: (Session, [StorageNotice]) async throws -> Result
    ) async throws -> Result {
        let notices = try await open()
        let result: Result
        do {
            result = try await body(self, notices)
        } catch {
            // Whoever made the file removes it.
            try? await close()
            throw error
        }
        try await close()
        return result
    }
}
