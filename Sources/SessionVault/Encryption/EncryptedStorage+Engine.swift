/// What the engine below does as it is.
extension EncryptedStorage {
    /// Rewrites and searches the engine.
    ///
    /// - Throws: ``VaultError/notOpen``, and what the engine throws.
    public func scrub(_ remnants: RemnantPatterns) async throws -> RemnantReport? {
        _ = try content()
        return try await usingKeys { try await base.scrub(remnants) }
    }

    /// Whether other owners can have the engine open.
    public var isShared: Bool { base.isShared }

    /// Empties the engine's journal.
    ///
    /// - Throws: ``VaultError/notOpen``, and what the engine throws.
    public func truncateJournal() async throws {
        _ = try content()
        try await base.truncateJournal()
    }
}
