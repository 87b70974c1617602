/// What ``Vault`` does to slots.
extension EncryptedStorage {
    /// A slot was made with a data key that a re-key replaced meanwhile.
    private struct StaleSlot: Error {}

    func addSlot(for owner: SlotOwner) async throws -> SlotID {
        try await change(owner, id: nil) { contents, slot in
            try requireNew(owner, in: contents)
            try contents.envelope.add(slot)
            if case .recipient(let recipient) = owner { contents.record.add(recipient, slot: SlotID(slot.id)) }
            return true
        }
    }

    func removeSlot(_ id: SlotID) async throws {
        _ = try await editVault { contents in
            try contents.envelope.removeSlot(id)
            contents.record.removeRecipient(of: id)
            return true
        }
        try await base.truncateJournal()
    }

    func changePassphrase(to new: Passphrase, of given: SlotID?) async throws {
        let opened = try openVault().slot
        let id = try await readVault().envelope.passphraseSlot(given, openedBy: opened)
        _ = try await change(.passphrase(new), id: id) { contents, slot in
            try contents.envelope.replaceSlot(id, with: slot)
            return true
        }
        if id == opened, case .passphrase = secret { secret = .passphrase(new) }
        try await base.truncateJournal()
    }

    /// Makes a slot, which takes as long as a derivation, and then changes the envelope with it.
    private func change(
        _ owner: SlotOwner, id: SlotID?, _ body: (inout UnlockedVault.Contents, KeySlot) throws -> Bool
    ) async throws -> SlotID {
        while true {
            let vault = try openVault()
            let slot = try await vault.makeSlot(for: owner, cost: policy.derivation, id: id)
            do {
                _ = try await editVault { contents in
                    guard contents.envelope.epoch == vault.epoch else { throw StaleSlot() }
                    guard try body(&contents, slot) else { return false }
                    try policy.limits.check(
                        contents.envelope.slots.filter { $0.kind == .passphrase }.map { try $0.derivation().cost })
                    return true
                }
                return SlotID(slot.id)
            } catch is StaleSlot {
                continue
            }
        }
    }

    /// - Throws: ``VaultError/slotExists(_:)``.
    private func requireNew(_ owner: SlotOwner, in contents: UnlockedVault.Contents) throws {
        let envelope = contents.envelope
        for slot in envelope.slots {
            let isSame: Bool
            switch owner {
            case .key(let key) where slot.kind == key.kind:
                isSame = try slot.opens(with: key, vaultID: envelope.vaultID, epoch: envelope.epoch)
            case .recipient(let recipient): isSame = contents.record.recipient(of: SlotID(slot.id)) == recipient
            default: isSame = false
            }
            if isSame { throw VaultError.slotExists(SlotID(slot.id)) }
        }
    }
}

extension UnlockedVault {
    /// A slot of this vault's data key.
    func makeSlot(for owner: SlotOwner, cost: KeyDerivation, id: SlotID? = nil) async throws -> KeySlot {
        if let id {
            return try await KeySlot.make(dataKey, for: owner, cost: cost, id: id.bytes, vaultID: vaultID, epoch: epoch)
        }
        return try await KeySlot.make(dataKey, for: owner, cost: cost, vaultID: vaultID, epoch: epoch)
    }
}

extension KeySlot {
    /// Whether the key opens it.
    func opens(with key: SlotKey, vaultID: [UInt8], epoch: UInt32) throws -> Bool {
        try VaultError.mapping { try unwrap(with: key, vaultID: vaultID, epoch: epoch) != nil }
    }
}
