internal import VaultSodium

extension Envelope {
    /// What a secret gave: the data key, and by which slot.
    struct Unlocked {
        let dataKey: DataKey
        let slot: SlotID
        let kind: KeySlot.Kind
    }

    /// The data key, by whichever slot fits the secret.
    ///
    /// - Throws: As the calls for a passphrase and for a key; ``VaultError/keyringLocked``;
    ///   ``VaultError/nestedKeyring`` where a keyring is to open a keyring's file.
    func unlock(with secret: VaultSecret, limits: KeyDerivation.Limits) async throws -> Unlocked {
        switch secret {
        case .passphrase(let passphrase): try await unlock(with: passphrase, limits: limits)
        case .rawKey(let key): try unlock(with: key.slotKey)
        case .recoveryCode(let code): try unlock(with: try code.slotKey)
        case .keyring(let keyring): try unlock(with: keyring)
        case .identity(let identity): try unlock(with: identity)
        }
    }

    /// The data key, by any of the passphrase slots.
    ///
    /// The costs of all of them are checked before the first is tried. A wrong passphrase takes as long as a right one,
    /// where there is one slot.
    ///
    /// - Throws: ``VaultError/incorrectPassphrase``, ``VaultError/noMatchingSlot`` where there is no passphrase slot,
    ///   the errors of the bounds and of memory, ``VaultError/tampered(_:)`` where a slot opened and anything else of
    ///   the envelope was changed.
    func unlock(with passphrase: Passphrase, limits: KeyDerivation.Limits) async throws -> Unlocked {
        let slots = slots.filter { $0.kind == .passphrase }
        guard !slots.isEmpty else { throw VaultError.noMatchingSlot }
        let derivations = try slots.map { try $0.derivation() }
        try limits.check(derivations.map(\.cost))
        for (slot, derivation) in zip(slots, derivations) {
            let key = try await SlotKey.derive(from: passphrase, salt: derivation.salt, cost: derivation.cost)
            if let unlocked = try open(slot, with: key) { return unlocked }
        }
        throw VaultError.incorrectPassphrase
    }

    /// The data key, by a slot of the key's kind.
    ///
    /// - Throws: ``VaultError/noMatchingSlot``, ``VaultError/tampered(_:)``.
    func unlock(with key: SlotKey) throws -> Unlocked {
        for slot in slots where slot.kind == key.kind {
            if let unlocked = try open(slot, with: key) { return unlocked }
        }
        throw VaultError.noMatchingSlot
    }

    private func unlock(with keyring: Keyring) throws -> Unlocked {
        guard kind == .vault else { throw VaultError.nestedKeyring }
        do {
            return try unlock(with: try keyring.rootKeys())
        } catch VaultError.noMatchingSlot {
            // Another process may have rotated the root, and moved the vault to the new one.
            let isChanged: Bool
            do {
                isChanged = try keyring.refresh()
            } catch VaultError.rolledBack(let known, let found) {
                throw VaultError.rolledBack(known: known, found: found)
            } catch VaultError.changedMeanwhile {
                // The keyring's own keys were rotated too.
                throw VaultError.changedMeanwhile
            } catch {
                isChanged = false
            }
            guard isChanged else { throw VaultError.noMatchingSlot }
            return try unlock(with: try keyring.rootKeys())
        }
    }

    /// The data key, by the slot of one of a keyring's roots: its id says which slot that is.
    private func unlock(with roots: [Keyring.Root]) throws -> Unlocked {
        for root in roots {
            if let slot = try slot(named: root), let unlocked = try open(slot, with: root.key) { return unlocked }
        }
        throw VaultError.noMatchingSlot
    }

    private func unlock(with identity: Identity) throws -> Unlocked {
        for slot in slots where slot.kind == .recipient {
            let dataKey = try VaultError.mapping {
                try slot.unseal(with: identity, vaultID: vaultID, epoch: epoch)
            }
            if let dataKey { return try verified(dataKey, of: slot) }
        }
        throw VaultError.noMatchingSlot
    }

    private func open(_ slot: KeySlot, with key: SlotKey) throws -> Unlocked? {
        let dataKey = try VaultError.mapping { try slot.unwrap(with: key, vaultID: vaultID, epoch: epoch) }
        return try dataKey.map { try verified($0, of: slot) }
    }

    private func verified(_ dataKey: DataKey, of slot: KeySlot) throws -> Unlocked {
        try VaultError.mapping { try verify(with: dataKey) }
        return Unlocked(dataKey: dataKey, slot: SlotID(slot.id), kind: slot.kind)
    }
}
