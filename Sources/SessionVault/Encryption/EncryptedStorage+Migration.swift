extension EncryptedStorage {
    /// Seals a plain storage in place. It is closed before and afterwards.
    ///
    /// The auth key goes into an envelope first, in one durable write; then the rows are sealed in batches, what they
    /// are kept in is rewritten, and it is searched for the key, every phone number and every username. An
    /// interruption at any point loses nothing: call it again, or ``open()``, and it goes on.
    ///
    /// Stop the client that uses the file first. One that is reading or writing, or has a write-ahead log, is seen and
    /// makes this throw ``VaultError/locked(pid:)``; one that is idle with a rollback journal, Pyrogram's habit, is not,
    /// and may write in the clear afterwards.
    ///
    /// The file system may keep old blocks, snapshots and backups. Where the plain file could be read by others, only a
    /// log-out on the server makes its key worthless.
    ///
    /// - Parameter progress: Called after each batch of rows that was sealed, of those that were plain. The search comes
    ///   after the last.
    /// - Returns: What was searched for and how much of it was found, 0 each for a clean storage, or nil where the
    ///   engine cannot tell.
    /// - Throws: ``VaultError/needsExclusive`` where the engine is shared; ``VaultError/alreadyOpen``; what the engine
    ///   throws; with nothing changed, ``VaultError/noSession``, ``VaultError/encrypted`` where it is a vault already, and
    ///   ``VaultError/unstorableValue(field:)`` where a row has no sealed form. Where there was no file, an empty one
    ///   is there after ``VaultError/noSession``.
    @discardableResult
    public func encrypt(
        progress: @escaping @Sendable (RowProgress) -> Void = { _ in }
    ) async throws -> RemnantReport? {
        try base.requireSoleOwner()
        return try await whileClosed(checking: sealingCheck) {
            guard let stored = try await base.session() else { throw VaultError.noSession }
            let vault: UnlockedVault
            switch stored.authKey {
            case .plain: vault = try await sealKey(of: stored)
            case .envelope(let bytes): vault = try await takeUp(bytes, of: stored)
            }
            let migration = SealingMigration(base: base, vault: vault)
            try await migration.sealRows(progress)
            return try await migration.end()
        }
    }

    /// Writes everything back in the clear, as other programs read it. It is closed before and afterwards.
    ///
    /// Columns beside an envelope that were changed get the sealed record's values again. Every row is opened once
    /// before the first is written, so a storage that was tampered with is left sealed. An interruption loses nothing:
    /// ``open()`` seals again what was written already.
    ///
    /// - Parameter progress: Called after each batch of rows that was written in the clear.
    /// - Throws: ``VaultError/needsExclusive`` where the engine is shared; what ``open()`` throws;
    ///   ``VaultError/noSession``; ``VaultError/notEncrypted``.
    public func decryptToPlaintext(
        progress: @escaping @Sendable (RowProgress) -> Void = { _ in }
    ) async throws {
        try base.requireSoleOwner()
        try await whileClosed(checking: Self.unsealingCheck) {
            guard let stored = try await base.session() else { throw VaultError.noSession }
            guard case .envelope(let bytes) = stored.authKey else { throw VaultError.notEncrypted }
            // The sealed record is the truth; columns that differ from it are written over.
            var (vault, contents) = try await unlock(bytes, of: stored, comparesMirrors: false)
            if contents.record.retiringKey != nil {
                vault = try await rekey(vault).finish { _ in }
                try await base.truncateJournal()
            } else if contents.envelope.flags.contains(.transition) {
                try await SealingMigration(base: base, vault: vault).sealRows()
            }
            try await UnsealingMigration(base: base, vault: vault).run(progress)
        }
    }

    /// Puts the key of a plain storage into an envelope that says that a migration is running.
    private func sealKey(of stored: SessionRecord) async throws -> UnlockedVault {
        let sealsRows = policy.coverage == .everything
        if sealsRows { try await checkRows() }
        let new = try await makeVault(sealsRows ? [.rowsSealed, .transition] : .transition, around: stored)
        guard try await write(new, replacing: stored) else { throw VaultError.changedMeanwhile }
        return new.vault
    }

    /// The vault of a migration that was interrupted.
    private func takeUp(_ bytes: [UInt8], of stored: SessionRecord) async throws -> UnlockedVault {
        guard try Self.envelope(bytes).flags.contains(.transition) else { throw VaultError.encrypted }
        let (vault, contents) = try await unlock(bytes, of: stored)
        // A re-key is a transition too.
        guard contents.record.retiringKey == nil else { throw VaultError.encrypted }
        return vault
    }

    /// Makes sure that every row can be sealed, before the first write; see ``PeerRecord/requireSealable()``.
    private func checkRows() async throws {
        for state in try await base.updateStates() { try state.requireSealable() }
        try await base.forEachPage { page in for peer in page { try peer.requireSealable() } }
    }
}
