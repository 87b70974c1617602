internal import VaultSodium

/// What an engine that was opened holds, and the keys to it.
extension EncryptedStorage {
    /// What the open engine holds, and what its owner should know of it.
    func unlock() async throws -> (Content, [StorageNotice]) {
        guard let stored = try await base.session() else {
            try await requireNoSealedRows()
            return (.empty, [])
        }
        guard case .envelope(let bytes) = stored.authKey else {
            if requiresEncryption { throw VaultError.notEncrypted }
            return (.plain, [.notEncrypted])
        }
        let (vault, contents) = try await unlock(bytes, of: stored)
        return (.sealed(vault), try await takeUp(contents.envelope, vault))
    }

    /// The vault of an envelope in the engine, and its contents.
    func unlock(
        _ bytes: [UInt8], of stored: SessionRecord, comparesMirrors: Bool = true
    ) async throws -> (vault: UnlockedVault, contents: UnlockedVault.Contents) {
        let envelope = try Self.envelope(bytes)
        let dataKey = try await envelope.unlock(with: passphrase, limits: limits)
        let vault = try VaultError.mapping {
            try UnlockedVault(envelope, dataKey: dataKey, comparesMirrors: comparesMirrors)
        }
        let contents = try vault.open(stored)
        if contents.record.retiringKey != nil { throw VaultError.invalidEnvelope(.rekeying) }
        return (vault, contents)
    }

    /// Says what the envelope shows, and ends a migration that was interrupted.
    private func takeUp(_ envelope: Envelope, _ vault: UnlockedVault) async throws -> [StorageNotice] {
        var notices: [StorageNotice] = []
        if envelope.slots.count(where: { !$0.isForeign }) == 1 { notices.append(.singleSlot) }
        if coverage == .everything, !vault.sealsRows { notices.append(.rowsNotSealed) }
        if envelope.flags.contains(.transition) {
            try base.requireSoleOwner()
            notices.append(try await endMigration(of: vault))
        }
        return notices
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

    /// Rows are sealed after an envelope was written. Where there is none, somebody removed it, and a fresh start would
    /// put another vault over the old one's rows.
    private func requireNoSealedRows() async throws {
        let hasSealedState = try await base.updateStates().contains { $0.sealed != nil }
        let hasSealedPeer = try await base.containsPeer { $0.sealed != nil }
        if hasSealedState || hasSealedPeer { throw VaultError.tampered(.envelope) }
    }

    func memoryNotices() -> [StorageNotice] {
        let protection = MemoryProtection.current()
        return (protection.isLocked ? [] : [.memoryNotLocked])
            + (protection.isWipedOnFork ? [] : [.memoryNotWipedOnFork])
    }
}
