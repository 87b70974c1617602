/// The slots of the keyring's own file. What opens its vaults are the roots; see ``Keyring/rotateRoot(over:progress:)``.
extension Keyring {
    /// Its slots, in their order, as the file has them now. Which recipients they are for is not written down in it.
    ///
    /// - Throws: ``VaultError/keyringLocked``; ``VaultError/unsuitableFile(_:path:)``;
    ///   ``VaultError/otherVault(expected:found:)`` where another keyring took the file's place;
    ///   ``VaultError/tampered(_:)``; ``VaultError/rolledBack(known:found:)`` where the ledger knows a later state of the
    ///   file, and what else a ledger throws (``Ledger/forget(_:)``).
    public var slots: [VaultSlot] {
        get async throws { try read().envelope.slots.map { try VaultSlot($0) } }
    }

    /// How often it was re-keyed and written, as the file has it now.
    ///
    /// - Throws: As ``slots``.
    public var version: VaultVersion {
        get async throws {
            let envelope = try read().envelope
            return VaultVersion(epoch: envelope.epoch, generation: envelope.generation)
        }
    }

    /// What the slot that unlocked it said of who made it.
    ///
    /// - Throws: ``VaultError/keyringLocked``, ``VaultError/inheritedByFork``.
    public var origin: VaultOrigin {
        get throws { policy.origin.origin(of: id, openedBy: try keys().kind) }
    }

    /// What its owner should know: that one slot opens it, that anybody can have made it, that keys are in memory which
    /// is not locked.
    ///
    /// - Throws: As ``slots``.
    public var notices: [StorageNotice] {
        get async throws {
            var notices: [StorageNotice] = try read().envelope.ownSlotCount == 1 ? [.singleSlot] : []
            let origin = try origin
            if origin != .secretHolder { notices.append(.origin(origin, id)) }
            return notices + StorageNotice.ofMemory()
        }
    }

    /// Adds a slot for a secret. For a passphrase it takes as long as a derivation, at the keyring's own cost.
    ///
    /// Whoever holds the secret has the roots, and with them every vault of the keyring.
    ///
    /// - Returns: The slot's id.
    /// - Throws: ``VaultError/nestedKeyring``; ``VaultError/slotsFull``; ``VaultError/slotExists(_:)`` where a slot is for the same key (of passphrases and
    ///   recipients nobody can tell); ``VaultError/derivationAbovePolicy(passes:mebibytes:)`` where all passphrase slots
    ///   together would cost more than the keyring opens; of a derivation, ``VaultError/notEnoughMemory(needs:has:)``
    ///   and `CancellationError`; otherwise as ``slots``, and what the system refuses.
    @discardableResult
    public func add(_ secret: VaultSecret) async throws -> SlotID {
        try await addSlot(for: try SlotOwner(ofKeyring: secret))
    }

    /// Adds a slot that the holder of the recipient's identity opens.
    ///
    /// - Returns: The slot's id.
    /// - Throws: As ``add(_:)-(VaultSecret)``.
    @discardableResult
    public func add(_ recipient: Recipient) async throws -> SlotID {
        try await addSlot(for: .recipient(recipient))
    }

    /// Takes a slot away.
    ///
    /// That revokes nothing: who held its secret may have kept the key of the file, which opens every later state of it, new
    /// roots included, until ``rotateKeys(with:recipients:dropping:)``.
    ///
    /// - Throws: ``VaultError/noSuchSlot(_:)``; ``VaultError/lastSlot``; otherwise as ``slots``, and what the system
    ///   refuses.
    public func remove(_ slot: SlotID) async throws {
        try await edit { contents in
            try contents.envelope.removeSlot(slot)
            return true
        }
    }

    /// Takes a slot away; see ``remove(_:)-(SlotID)``.
    public func remove(_ slot: VaultSlot) async throws {
        try await remove(slot.id)
    }

    /// Puts another passphrase in the place of one, at the keyring's own cost and never at that of the slot before. Takes
    /// as long as a derivation.
    ///
    /// The old passphrase still opens copies of the file that were made before, and with what is in them, every later state
    /// until ``rotateKeys(with:recipients:dropping:)``.
    ///
    /// - Parameters:
    ///   - new: The passphrase from here on.
    ///   - slot: Whose passphrase it is; nil for the slot that unlocked the keyring, or else the only passphrase slot.
    /// - Throws: ``VaultError/noMatchingSlot`` where there is no passphrase slot, ``VaultError/ambiguousSlot``,
    ///   ``VaultError/noSuchSlot(_:)``; otherwise as ``add(_:)-(VaultSecret)``.
    public func changePassphrase(to new: Passphrase, of slot: SlotID? = nil) async throws {
        let id = try read().envelope.passphraseSlot(slot, openedBy: try keys().slot)
        try await replacePassphrase(of: id, with: new)
    }
}

extension Keyring: SlotKeeper {
    var slotCosts: (made: KeyDerivation, limits: KeyDerivation.Limits) { (policy.derivation, policy.limits) }

    /// The file is asked first: where it cannot be changed, there need be no derivation.
    var slotSource: SlotSource {
        get throws {
            let envelope = try read().envelope
            return SlotSource(dataKey: try keys().dataKey, vaultID: envelope.vaultID, epoch: envelope.epoch)
        }
    }

    func usingKeys<Result>(_ body: () async throws -> Result) async rethrows -> Result { try await whileUsed(body) }

    func changeContents(_ change: @Sendable (inout KeyringKeys.Contents) throws -> Bool) async throws -> Bool {
        try await edit(change).isWritten
    }
}

/// Whom its recipients' slots are for is not written down in a keyring's file.
extension KeyringKeys.Contents: SlotContents {
    func recipient(of slot: SlotID) -> Recipient? { nil }

    mutating func add(_ recipient: Recipient, slot: SlotID) {}
}

extension SlotOwner {
    /// The owner of a slot in a keyring file.
    ///
    /// - Throws: ``VaultError/nestedKeyring``.
    init(ofKeyring secret: VaultSecret) throws {
        try secret.requireNoKeyring()
        self = try SlotOwner(secret)
    }
}

extension VaultSecret {
    /// - Throws: ``VaultError/nestedKeyring``.
    func requireNoKeyring() throws(VaultError) {
        if case .keyring = self { throw .nestedKeyring }
    }
}
