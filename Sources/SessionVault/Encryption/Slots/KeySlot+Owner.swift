internal import VaultSodium

extension KeySlot {
    /// A slot that gives `dataKey` to `owner`. For a passphrase it takes as long as the derivation.
    ///
    /// - Parameter id: Its id; random where none is given. A root's slot has the id that the root gives it.
    /// - Throws: ``VaultError/notEnoughMemory(needs:has:)`` and `CancellationError` of a derivation.
    static func make(
        _ dataKey: DataKey, for owner: SlotOwner, cost: KeyDerivation,
        id: SlotID? = nil, vaultID: [UInt8], epoch: UInt32
    ) async throws -> KeySlot {
        let id = id?.bytes ?? Sodium.randomBytes(idLength)
        return switch owner {
        case .passphrase(let passphrase):
            try await wrapping(dataKey, under: passphrase, cost: cost, id: id, vaultID: vaultID, epoch: epoch)
        case .key(let key):
            try VaultError.mapping { try wrapping(dataKey, under: key, id: id, vaultID: vaultID, epoch: epoch) }
        case .root(let key):
            try VaultError.mapping {
                try wrapping(dataKey, under: key, id: try key.rootSlotID(in: vaultID), vaultID: vaultID, epoch: epoch)
            }
        case .recipient(let recipient):
            try VaultError.mapping { try sealing(dataKey, to: recipient, id: id, vaultID: vaultID, epoch: epoch) }
        }
    }
}

extension SlotKey {
    /// The id that this root's slot has in a vault: the slot is found at once, and links nothing across vaults.
    func rootSlotID(in vaultID: [UInt8]) throws -> [UInt8] {
        try BLAKE2b.hash(vaultID.span, key: cell, count: KeySlot.idLength)
    }
}

extension KeySlot {
    /// Whether the key opens it.
    func opens(with key: SlotKey, vaultID: [UInt8], epoch: UInt32) throws -> Bool {
        try VaultError.mapping { try unwrap(with: key, vaultID: vaultID, epoch: epoch) != nil }
    }
}
