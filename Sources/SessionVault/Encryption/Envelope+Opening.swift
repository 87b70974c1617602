internal import VaultSodium

extension Envelope {
    /// The data key, by any of the passphrase slots.
    ///
    /// The costs of all of them are checked before the first is tried. A wrong passphrase takes as long as a right one,
    /// where there is one slot.
    ///
    /// - Throws: ``VaultError/incorrectPassphrase``, ``VaultError/noMatchingSlot`` where there is no passphrase slot,
    ///   the errors of the bounds and of memory, ``VaultError/tampered(_:)`` where a slot opened and anything else of
    ///   the envelope was changed.
    func unlock(with passphrase: Passphrase, limits: KeyDerivation.Limits) async throws -> DataKey {
        let slots = slots.filter { $0.kind == .passphrase }
        guard !slots.isEmpty else { throw VaultError.noMatchingSlot }
        let derivations = try slots.map { try $0.derivation() }
        try limits.check(derivations.map(\.cost))
        for (slot, derivation) in zip(slots, derivations) {
            let key = try await SlotKey.derive(from: passphrase, salt: derivation.salt, cost: derivation.cost)
            if let dataKey = try open(slot, with: key) { return dataKey }
        }
        throw VaultError.incorrectPassphrase
    }

    /// The data key, by a slot of the key's kind.
    ///
    /// - Throws: ``VaultError/noMatchingSlot``, ``VaultError/tampered(_:)``.
    func unlock(with key: SlotKey) throws -> DataKey {
        for slot in slots where slot.kind == key.kind {
            if let dataKey = try open(slot, with: key) { return dataKey }
        }
        throw VaultError.noMatchingSlot
    }

    private func open(_ slot: KeySlot, with key: SlotKey) throws -> DataKey? {
        try VaultError.mapping {
            guard let dataKey = try slot.unwrap(with: key, vaultID: vaultID, epoch: epoch) else { return nil }
            try verify(with: dataKey)
            return dataKey
        }
    }
}
