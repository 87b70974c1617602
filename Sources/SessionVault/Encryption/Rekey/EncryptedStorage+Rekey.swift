extension EncryptedStorage {
    /// What a caller asks of a re-key.
    struct RekeyRequest {
        var secrets: [VaultSecret]
        var recipients: Set<Recipient>?
        var dropping: Set<SlotID>
    }

    /// Begins a re-key, or takes up one that was interrupted, and brings it to its end.
    ///
    /// One that is taken up was begun with what was asked then: where slots are to go that are still there, another
    /// follows.
    func rotateKeys(_ request: RekeyRequest, _ progress: (RekeyProgress) -> Void) async throws {
        try base.requireSoleOwner()
        try await whileOpen {
            try await rekeying.withPermit {
                let isTakenUp = try openVault().retiringRowKeys != nil
                if isTakenUp { try await finishRekey(progress) }
                let ids = Set(try await readVault().envelope.slots.map { SlotID($0.id) })
                if isTakenUp, request.recipients == nil, request.dropping.isDisjoint(with: ids) { return }
                try await beginRekey(try openVault(), request)
                try await finishRekey(progress)
            }
        }
        try await base.truncateJournal()
    }

    /// The moving of a vault's rows, which ends with the lock of a keyring.
    func rekey(_ vault: UnlockedVault) -> Rekey {
        Rekey(base: base, vault: vault, writes: writes) { [keyring] in
            if keyring?.isLocked == true { throw VaultError.keyringLocked }
        }
    }

    private func finishRekey(_ progress: (RekeyProgress) -> Void) async throws {
        let vault = try openVault()
        guard vault.retiringRowKeys != nil else { return }
        try await rekey(vault).finish(progress) { try replace(vault, with: $0) }
    }

    /// Writes the new data key, and the old one beside it while there are rows under it.
    private func beginRekey(_ vault: UnlockedVault, _ request: RekeyRequest) async throws {
        let (epoch, overflow) = vault.epoch.addingReportingOverflow(1)
        guard !overflow else { throw VaultError.exhausted }
        if try await vault.read(from: base).envelope.flags.contains(.transition) {
            // A migration whose end had no room on the disk.
            _ = try await SealingMigration(base: base, vault: vault).end()
        }
        try await requireRowsOpen(vault)
        let before = try await vault.read(from: base)
        let dataKey = try VaultError.mapping { try DataKey.random() }
        let renewal = SlotRenewal(
            contents: before, secrets: [secret] + request.secrets, opened: vault.opened,
            recipients: request.recipients, cost: policy.derivation, limits: policy.limits)
        let slots = try await renewal.slots(for: dataKey, epoch: epoch, dropping: request.dropping)
        try await writes.withPermit {
            var contents = try await vault.read(from: base)
            guard contents.envelope.slots == before.envelope.slots else { throw VaultError.changedMeanwhile }
            contents.envelope.epoch = epoch
            contents.envelope.slots = slots
            for slot in request.dropping { contents.record.removeRecipient(of: slot) }
            if vault.sealsRows {
                contents.envelope.flags.insert(.transition)
                contents.record.retiringKey = VaultRecord.RetiringKey(epoch: vault.epoch, dataKey: vault.dataKey)
            }
            let new = try VaultError.mapping {
                try UnlockedVault(
                    contents.envelope, dataKey: dataKey, openedBy: vault.slot, kind: vault.kind,
                    retiring: contents.record.retiringKey, ledger: keyring?.ledger)
            }
            let isWritten = try await new.write(
                contents.record, in: contents.envelope, replacing: contents.stored, on: base
            ) { try replace(vault, with: new) }
            guard isWritten else { throw VaultError.changedMeanwhile }
        }
    }

    /// Makes sure that every row can be moved, before the first write.
    private func requireRowsOpen(_ vault: UnlockedVault) async throws {
        guard let keys = vault.rowKeys else { return }
        try await base.forEachPage { page in for row in page { _ = try keys.open(row) } }
        for row in try await base.updateStates() { _ = try keys.open(row) }
    }
}

extension Storage {
    /// Runs `body` while no re-key moves rows.
    func withoutRekey<Result>(_ body: () async throws -> Result) async throws -> Result {
        guard let storage = self as? EncryptedStorage else { return try await body() }
        return try await storage.rekeying.withPermit(body)
    }
}
