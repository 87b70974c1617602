extension EncryptedStorage {
    /// Begins a re-key, or takes up one that was interrupted, and brings it to its end.
    func rotateKeys(
        with secrets: [VaultSecret], dropping: Set<SlotID>, _ progress: (RekeyProgress) -> Void
    ) async throws {
        try base.requireSoleOwner()
        try await whileOpen {
            try await rekeying.withPermit {
                var vault = try openVault()
                if vault.retiringRowKeys == nil { vault = try await beginRekey(vault, secrets, dropping) }
                if vault.retiringRowKeys != nil {
                    let ended = try await Rekey(base: base, vault: vault, writes: writes).finish(progress)
                    try replace(vault, with: ended)
                }
            }
        }
        try await base.truncateJournal()
    }

    /// Writes the new data key, and the old one beside it while there are rows under it.
    private func beginRekey(
        _ vault: UnlockedVault, _ secrets: [VaultSecret], _ dropping: Set<SlotID>
    ) async throws -> UnlockedVault {
        let (epoch, overflow) = vault.epoch.addingReportingOverflow(1)
        guard !overflow else { throw VaultError.exhausted }
        if try await vault.read(from: base).envelope.flags.contains(.transition) {
            // A migration whose end had no room on the disk.
            _ = try await SealingMigration(base: base, vault: vault).end()
        }
        try await requireRowsOpen(vault)
        let before = try await vault.read(from: base)
        try policy.limits.check([policy.derivation])
        let dataKey = try VaultError.mapping { try DataKey.random() }
        let renewal = SlotRenewal(
            contents: before, secrets: [secret] + secrets, opened: vault.slot, cost: policy.derivation)
        let slots = try await renewal.slots(for: dataKey, epoch: epoch, dropping: dropping)
        return try await writes.withPermit {
            var contents = try await vault.read(from: base)
            guard contents.envelope.slots == before.envelope.slots else { throw VaultError.changedMeanwhile }
            contents.envelope.epoch = epoch
            contents.envelope.slots = slots
            for slot in dropping { contents.record.removeRecipient(of: slot) }
            if vault.sealsRows {
                contents.envelope.flags.insert(.transition)
                contents.record.retiringKey = VaultRecord.RetiringKey(epoch: vault.epoch, dataKey: vault.dataKey)
            }
            let new = try VaultError.mapping {
                try UnlockedVault(
                    contents.envelope, dataKey: dataKey, openedBy: vault.slot, retiring: contents.record.retiringKey,
                    ledger: keyring?.ledger)
            }
            guard try await new.write(contents, to: base) else { throw VaultError.changedMeanwhile }
            try replace(vault, with: new)
            return new
        }
    }

    /// Makes sure that every row can be moved, before the first write.
    private func requireRowsOpen(_ vault: UnlockedVault) async throws {
        guard let keys = vault.rowKeys else { return }
        try await base.forEachPage { page in for row in page { _ = try keys.open(row) } }
        for row in try await base.updateStates() { _ = try keys.open(row) }
    }
}
