extension EncryptedStorage {
    /// A vault that is about to be written.
    struct NewVault {
        let vault: UnlockedVault
        let envelope: Envelope
        let record: VaultRecord
    }

    /// A vault of the storage's own kind around a session, with nothing written yet.
    ///
    /// What is written has to be what this storage opens again.
    ///
    /// - Throws: ``VaultError/noSession`` where another vault is pinned; ``VaultError/unverifiedOrigin(_:)`` where it is
    ///   for an identity and this storage would refuse it;
    ///   ``VaultError/derivationAbovePolicy(passes:mebibytes:)``, ``VaultError/keyringLocked``, and of a derivation,
    ///   ``VaultError/notEnoughMemory(needs:has:)`` and `CancellationError`.
    func makeVault(_ flags: Envelope.Flags, around session: SessionRecord) async throws -> NewVault {
        try policy.limits.check([policy.derivation])
        // It would have another id than the one that is pinned.
        if case .pinned = policy.origin { throw VaultError.noSession }
        let owner = try SlotOwner(secret)
        let (vault, envelope) = try await UnlockedVault.create(
            for: owner, cost: policy.derivation, flags: flags, ledger: keyring?.ledger)
        var record = VaultRecord(session: session)
        if case .recipient(let recipient) = owner {
            guard policy.origin == .acceptUnverified else {
                throw VaultError.unverifiedOrigin(VaultID(vault.vaultID))
            }
            record.add(recipient, slot: vault.slot)
        }
        return NewVault(vault: vault, envelope: envelope, record: record)
    }

    /// Puts it in the place of what the engine holds.
    ///
    /// - Returns: False, with nothing changed, where the engine no longer holds `stored`.
    func write(_ new: NewVault, replacing stored: SessionRecord?) async throws -> Bool {
        try await new.vault.write(new.record, in: new.envelope, replacing: stored, on: base)
    }
}
