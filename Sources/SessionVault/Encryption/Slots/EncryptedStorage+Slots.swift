/// What ``Vault`` does to slots.
extension EncryptedStorage {
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

    func changePassphrase(to new: Passphrase, of given: SlotID?) async throws {
        let opened = try openVault().slot
        let id = try await readVault().envelope.passphraseSlot(given, openedBy: opened)
        try await emptyingJournal {
            try await replacePassphrase(of: id, with: new)
            if id == opened, case .passphrase = secret { secret = .passphrase(new) }
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
}

extension EncryptedStorage: SlotKeeper {
    var slotCosts: (made: KeyDerivation, limits: KeyDerivation.Limits) { (policy.derivation, policy.limits) }

    var slotSource: SlotSource { get throws { try openVault().slotSource } }

    func changeContents(_ change: @Sendable (inout UnlockedVault.Contents) throws -> Bool) async throws -> Bool {
        try await editVault(change)
    }
}

extension UnlockedVault {
    var slotSource: SlotSource { SlotSource(dataKey: dataKey, vaultID: vaultID, epoch: epoch) }
}

extension UnlockedVault.Contents: SlotContents {
    func recipient(of slot: SlotID) -> Recipient? { record.recipient(of: slot) }

    mutating func add(_ recipient: Recipient, slot: SlotID) { record.add(recipient, slot: slot) }
}
