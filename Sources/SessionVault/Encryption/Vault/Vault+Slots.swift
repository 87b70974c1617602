extension Vault {
    /// Adds a slot for a secret. For a passphrase it takes as long as a derivation, at the storage's own cost.
    ///
    /// Whoever holds the secret can read and write everything, and add slots of his own.
    ///
    /// - Returns: The slot's id.
    /// - Throws: ``VaultError/slotsFull``; ``VaultError/slotExists(_:)`` where a slot is for the same key, root or
    ///   recipient (of passphrases nobody can tell); ``VaultError/derivationAbovePolicy(passes:mebibytes:)`` where all
    ///   passphrase slots together would cost more than the storage opens; of a derivation,
    ///   ``VaultError/notEnoughMemory(needs:has:)`` and `CancellationError`; ``VaultError/keyringLocked`` for a keyring
    ///   that was locked; ``VaultError/changedMeanwhile`` where another process re-keyed the vault;
    ///   ``VaultError/exhausted``; otherwise as ``version``, and what the engine throws.
    @discardableResult
    public func add(_ secret: VaultSecret) async throws -> SlotID {
        try await storage.addSlot(for: try SlotOwner(secret))
    }

    /// Adds a slot that the holder of the recipient's identity opens.
    ///
    /// - Returns: The slot's id.
    /// - Throws: As ``add(_:)-(VaultSecret)``.
    @discardableResult
    public func add(_ recipient: Recipient) async throws -> SlotID {
        try await storage.addSlot(for: .recipient(recipient))
    }

    /// Takes a slot away, and old copies of it out of the engine's journal.
    ///
    /// That revokes nothing: who held its secret may have kept the data key, or a copy of the vault. Re-key the vault to
    /// keep him from what is written from then on.
    ///
    /// The slot is gone, durably, before the journal is emptied: where an error comes from that last step, ``slots`` does
    /// not show it any more, and the next call that changes a slot empties the journal.
    ///
    /// - Throws: ``VaultError/noSuchSlot(_:)``; ``VaultError/lastSlot``; ``VaultError/changedMeanwhile`` where another
    ///   process re-keyed the vault; ``VaultError/exhausted``; `CancellationError` before anything is changed; otherwise
    ///   as ``version``, and what the engine throws.
    public func remove(_ slot: SlotID) async throws {
        try await storage.removeSlot(slot)
    }

    /// Takes a slot away; see ``remove(_:)-(SlotID)``.
    public func remove(_ slot: VaultSlot) async throws {
        try await remove(slot.id)
    }

    /// Puts another passphrase in the place of one, at the storage's own cost and never at that of the slot before.
    /// Takes as long as a derivation.
    ///
    /// The old passphrase still opens copies of the vault that were made before, and what it opened may have been kept.
    /// Where it opened this storage, the storage takes the new one from here on. As ``remove(_:)-(SlotID)``, it ends with
    /// the journal.
    ///
    /// - Parameters:
    ///   - new: The passphrase from here on.
    ///   - slot: Whose passphrase it is; nil for the slot that opened the storage, or else the only passphrase slot.
    /// - Throws: ``VaultError/noMatchingSlot`` where there is no passphrase slot, ``VaultError/ambiguousSlot``,
    ///   ``VaultError/noSuchSlot(_:)``; otherwise as ``add(_:)-(VaultSecret)``.
    public func changePassphrase(to new: Passphrase, of slot: SlotID? = nil) async throws {
        try await storage.changePassphrase(to: new, of: slot)
    }
}
