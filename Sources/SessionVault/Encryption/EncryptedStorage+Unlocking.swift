/// What an engine that was opened holds, and the keys to it.
extension EncryptedStorage {
    /// What was found by an opening: what is open, the session in it, and what the owner should know.
    struct Found {
        var content: Content
        let session: SessionRecord?
        var notices: [StorageNotice] = []
    }

    /// What the open engine holds.
    func unlock() async throws -> Found {
        guard let stored = try await base.session() else {
            try await requireNoSealedRows()
            // The vault that was pinned is gone, and one that is made now would have another id.
            if case .pinned = policy.origin { throw VaultError.noSession }
            return Found(content: .empty, session: nil)
        }
        guard case .envelope(let bytes) = stored.authKey else {
            if policy.requiresEncryption { throw VaultError.notEncrypted }
            return Found(content: .plain, session: stored, notices: [.notEncrypted])
        }
        do {
            let (vault, contents) = try await unlock(bytes, of: stored)
            return try await takeUp(contents, vault)
        } catch VaultError.rolledBack(let known, let found) {
            // Where others may write it, one may have, between the look at the engine and the one at the ledger.
            guard try await base.session() != stored else {
                throw VaultError.rolledBack(known: known, found: found)
            }
            return try await unlock()
        }
    }

    /// The vault of an envelope in the engine, and its contents.
    func unlock(
        _ bytes: [UInt8], of stored: SessionRecord, comparesMirrors: Bool = true
    ) async throws -> (vault: UnlockedVault, contents: UnlockedVault.Contents) {
        let envelope = try Self.envelope(bytes)
        let id = VaultID(envelope.vaultID)
        try policy.origin.requirePinned(id)
        let unlocked = try await envelope.unlock(with: secret, limits: policy.limits)
        try policy.origin.requireAccepted(id, openedBy: unlocked.kind)
        let vault = try VaultError.mapping {
            try UnlockedVault(
                envelope, dataKey: unlocked.dataKey, openedBy: unlocked.slot, kind: unlocked.kind,
                comparesMirrors: comparesMirrors, ledger: keyring?.ledger)
        }
        let contents = try vault.contents(ofVerified: envelope, in: stored)
        try await keyring?.ledger?.check(envelope)
        guard let retiring = contents.record.retiringKey else { return (vault, contents) }
        return (try vault.reopened(envelope, retiring: retiring), contents)
    }

    /// What a vault's way in says of who made it.
    func origin(of vault: UnlockedVault) -> VaultOrigin {
        policy.origin.origin(of: VaultID(vault.vaultID), openedBy: vault.kind)
    }

    /// Says what the envelope shows, and ends a migration or a re-key that was interrupted.
    private func takeUp(
        _ contents: UnlockedVault.Contents, _ vault: UnlockedVault
    ) async throws -> Found {
        let envelope = contents.envelope
        var found = Found(content: .sealed(vault), session: contents.record.session)
        if envelope.ownSlotCount == 1 { found.notices.append(.singleSlot) }
        if policy.coverage == .everything, !vault.sealsRows { found.notices.append(.rowsNotSealed) }
        let origin = origin(of: vault)
        if origin != .secretHolder { found.notices.append(.origin(origin, VaultID(vault.vaultID))) }
        guard envelope.flags.contains(.transition) else { return found }
        try base.requireSoleOwner()
        if contents.record.retiringKey != nil {
            let (vault, notice) = try await endRekey(of: vault)
            found.content = .sealed(vault)
            found.notices.append(notice)
        } else {
            found.notices.append(try await endMigration(of: vault))
        }
        return found
    }

    /// Where the disk is too full to rewrite what the rows were kept in, the vault opens all the same: its rows are
    /// sealed, and an owner who cannot read them would be no safer.
    private func endMigration(of vault: UnlockedVault) async throws -> StorageNotice {
        let migration = SealingMigration(base: base, vault: vault)
        try await migration.sealRows()
        do {
            return .migrationResumed(try await migration.end())
        } catch VaultError.diskFull {
            return .migrationPending
        }
    }

    /// Where the disk is too full to move the rows, the vault opens all the same: they are read under both keys.
    private func endRekey(of vault: UnlockedVault) async throws -> (UnlockedVault, StorageNotice) {
        do {
            let ended = try await rekey(vault).finish { _ in }
            try await base.truncateJournal()
            return (ended, .rekeyResumed)
        } catch VaultError.diskFull {
            return (vault, .rekeyPending)
        }
    }

    /// Rows are sealed after an envelope was written. Where there is none, somebody removed it, and a fresh start would
    /// put another vault over the old one's rows.
    private func requireNoSealedRows() async throws {
        let hasSealedState = try await base.updateStates().contains { $0.sealed != nil }
        let hasSealedPeer = try await base.containsPeer { $0.sealed != nil }
        if hasSealedState || hasSealedPeer { throw VaultError.tampered(.envelope) }
    }
}
