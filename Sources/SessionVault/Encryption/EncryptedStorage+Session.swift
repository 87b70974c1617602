extension EncryptedStorage {
    /// The sealed record, opened and compared with its mirrors.
    ///
    /// - Throws: ``VaultError/tampered(_:)``; ``VaultError/changedMeanwhile`` where another writer made, replaced or
    ///   removed the vault since it was opened.
    public func session() async throws -> SessionRecord? {
        switch try content() {
        case .empty:
            guard try await base.session() == nil else { throw VaultError.changedMeanwhile }
            return nil
        case .plain:
            return try await base.session()
        case .locked:
            throw VaultError.keyringLocked
        case .sealed:
            return try await readVault().record.session
        }
    }

    /// Seals `new` into the envelope's next generation, atomically and durably as the engine does it.
    ///
    /// The first record of an empty storage makes the vault, after a scrub, and takes as long as a key derivation.
    ///
    /// - Returns: False, with nothing changed, where the sealed record is not `expected` or another writer was faster.
    /// - Throws: ``VaultError/tampered(_:)``; ``VaultError/changedMeanwhile`` as ``session()``;
    ///   ``VaultError/exhausted``; ``VaultError/unstorableValue(field:)``; of a derivation,
    ///   ``VaultError/notEnoughMemory(needs:has:)`` and `CancellationError`; ``VaultError/needsExclusive`` where a
    ///   shared engine has rows in the clear and no session; and what the engine throws.
    public func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) async throws -> Bool {
        switch try content() {
        case .empty:
            guard expected == nil else { return false }
            return try await createVault(new)
        case .plain:
            return try await base.replaceSession(expected, with: new)
        case .locked:
            throw VaultError.keyringLocked
        case .sealed:
            return try await editVault { contents in
                guard contents.record.session == expected else { return false }
                contents.record.session = new
                return true
            }
        }
    }

    /// Removes what is plain: rows without a session are nobody's, and would lie in the clear beside the vault.
    ///
    /// What they were kept in is rewritten also where there are none any more: somebody may have been killed who had
    /// removed them. Of an engine that others may have open too, which removes none, that is not asked.
    private func removeStrays() async throws {
        let hasState = try await base.updateStates().contains { $0.sealed == nil }
        let hasPeer = try await base.containsPeer { $0.sealed == nil }
        if hasState || hasPeer {
            try base.requireSoleOwner()
            _ = try await base.removeRows(plainOnly: true)
        }
        do {
            _ = try await base.scrub(RemnantPatterns(authKey: nil))
        } catch VaultError.needsExclusive where !hasState && !hasPeer {}
    }

    private func createVault(_ new: SessionRecord) async throws -> Bool {
        try await whileEmpty {
            let made = try await makeVault(policy.coverage == .everything ? .rowsSealed : [], around: new)
            guard try await base.session() == nil else { return nil }
            try await removeStrays()
            return try await write(made, replacing: nil) ? made.vault : nil
        }
    }
}
