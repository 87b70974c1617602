/// Writes the rows of a vault back in the clear, and its auth key last.
struct UnsealingMigration {
    let base: any Storage
    let vault: UnlockedVault

    func run(_ progress: (RowProgress) -> Void) async throws {
        if let keys = vault.rowKeys {
            try await removeStrays(checkingWith: keys)
            try await beginTransition()
            var state = RowProgress(rowsDone: 0, rowsTotal: try await base.countRows().sealed)
            progress(state)
            try await openPeers(with: keys) { opened in
                state.advance(by: opened)
                progress(state)
            }
            state.advance(by: try await openUpdateStates(with: keys))
            progress(state)
        }
        let contents = try await vault.read(from: base)
        guard try await base.replaceSession(contents.stored, with: contents.record.session) else {
            throw VaultError.changedMeanwhile
        }
    }

    /// Opens every sealed row once, and removes those that are not sealed: somebody else put them there, and they would
    /// pass for the vault's own.
    private func removeStrays(checkingWith keys: RowKeys) async throws {
        var strays: [StorageChange] = []
        try await base.forEachPage { page in
            for stored in page where try keys.open(stored) == nil { strays.append(.removePeer(id: stored.id)) }
        }
        for stored in try await base.updateStates() where try keys.open(stored) == nil {
            strays.append(.removeUpdateState(id: stored.id))
        }
        if !strays.isEmpty { try await base.apply(strays) }
    }

    private func beginTransition() async throws {
        var contents = try await vault.read(from: base)
        contents.envelope.flags.insert(.transition)
        guard try await vault.write(contents, to: base) else { throw VaultError.changedMeanwhile }
    }

    private func openPeers(with keys: RowKeys, _ opened: (Int) -> Void) async throws {
        try await base.forEachPage { page in
            var removed: [StorageChange] = []
            var written: [StorageChange] = []
            for stored in page {
                guard let peer = try keys.open(stored) else { continue }
                removed.append(.removePeer(id: stored.id))
                written.append(.setPeer(peer))
            }
            if written.isEmpty { return }
            try await base.apply(removed + written)
            opened(written.count)
        }
    }

    /// - Returns: How many were sealed.
    private func openUpdateStates(with keys: RowKeys) async throws -> Int {
        var removed: [StorageChange] = []
        var written: [StorageChange] = []
        for stored in try await base.updateStates() {
            guard let state = try keys.open(stored) else { continue }
            removed.append(.removeUpdateState(id: stored.id))
            written.append(.setUpdateState(state))
        }
        if !written.isEmpty { try await base.apply(removed + written) }
        return written.count
    }
}
