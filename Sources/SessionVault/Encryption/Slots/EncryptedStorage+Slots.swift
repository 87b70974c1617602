/// What ``Vault`` does to slots.
extension EncryptedStorage {
    /// A slot was made with a data key that a re-key replaced meanwhile.
    private struct StaleSlot: Error {}

    func addSlot(for owner: SlotOwner) async throws -> SlotID {
        try await changeSlots(for: owner) { contents, slot in
            let record = contents.record
            try contents.envelope.requireNew(owner) { record.recipient(of: $0) }
            try contents.envelope.add(slot)
            if case .recipient(let recipient) = owner { contents.record.add(recipient, slot: SlotID(slot.id)) }
            return true
        }.slot
    }

    func removeSlot(_ id: SlotID) async throws {
        // In a forked child the task that empties the journal would never run.
        _ = try openVault()
        try await emptyingJournal {
            _ = try await editVault { contents in
                try contents.envelope.removeSlot(id)
                contents.record.removeRecipient(of: id)
                return true
            }
        }
    }

    /// Runs what takes a way in away, and empties the journal, also where the ledger failed after the envelope was written
    /// or the task was cancelled.
    private func emptyingJournal(_ body: () async throws -> Void) async throws {
        let base = base
        do {
            try await body()
        } catch {
            try? await Task { try await base.truncateJournal() }.value
            throw error
        }
        try await Task { try await base.truncateJournal() }.value
    }

    func changePassphrase(to new: Passphrase, of given: SlotID?) async throws {
        let opened = try openVault().slot
        let id = try await readVault().envelope.passphraseSlot(given, openedBy: opened)
        try await emptyingJournal {
            try await changeSlots(for: .passphrase(new), id: id) { contents, slot in
                try contents.envelope.replaceSlot(id, with: slot)
                return true
            }
            if id == opened, case .passphrase = secret { secret = .passphrase(new) }
        }
    }

    /// Makes a slot, which takes as long as a derivation, and then changes the envelope with it.
    ///
    /// - Parameter body: Returns false where nothing is to be written.
    @discardableResult
    func changeSlots(
        for owner: SlotOwner, id: SlotID? = nil, _ body: (inout UnlockedVault.Contents, KeySlot) throws -> Bool
    ) async throws -> (slot: SlotID, isWritten: Bool) {
        while true {
            let vault = try openVault()
            let slot = try await usingKeys {
                try await vault.makeSlot(for: owner, cost: policy.derivation, id: id)
            }
            do {
                let isWritten = try await editVault { contents in
                    guard contents.envelope.epoch == vault.epoch else { throw StaleSlot() }
                    guard try body(&contents, slot) else { return false }
                    // What is written has to be what this storage opens again.
                    if case .passphrase = owner { try policy.limits.check(contents.envelope.derivations) }
                    return true
                }
                return (SlotID(slot.id), isWritten)
            } catch is StaleSlot {
                continue
            }
        }
    }
}

extension UnlockedVault {
    /// A slot of this vault's data key.
    func makeSlot(for owner: SlotOwner, cost: KeyDerivation, id: SlotID? = nil) async throws -> KeySlot {
        try await KeySlot.make(dataKey, for: owner, cost: cost, id: id, vaultID: vaultID, epoch: epoch)
    }
}

extension KeySlot {
    /// Whether the key opens it.
    func opens(with key: SlotKey, vaultID: [UInt8], epoch: UInt32) throws -> Bool {
        try VaultError.mapping { try unwrap(with: key, vaultID: vaultID, epoch: epoch) != nil }
    }
}
