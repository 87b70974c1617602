/// Moves the rows of a vault from the key of the epoch before to its own, and then forgets the other.
///
/// It begins where it finds things: a row of the epoch before is moved, one of the vault's own is left. So it can be
/// interrupted anywhere and run again.
struct Rekey {
    let base: any Storage
    let vault: UnlockedVault
    /// What other writers take turns by: a batch is read, sealed and written in one turn.
    let writes: FIFOSemaphore
    /// Called before each batch; what it throws stops the moving, to be taken up later.
    let beforeBatch: @Sendable () throws -> Void

    /// How many rows a batch has: a look-up waits for one, some 10 ms. Fewer at once touch more pages in all: batches of
    /// 100 took a third longer.
    private static let batch = 200

    /// Moves every row and ends the transition.
    ///
    /// - Parameter whenEnded: Given what is returned, before another writer has its turn: one that began with both keys
    ///   would be over after others had read with one.
    /// - Returns: The vault without the key of the epoch before.
    @discardableResult
    func finish(
        _ progress: (RekeyProgress) -> Void, whenEnded: (UnlockedVault) throws -> Void = { _ in }
    ) async throws -> UnlockedVault {
        if let keys = vault.rowKeys, let retiring = vault.retiringRowKeys {
            var state = RekeyProgress(rowsDone: 0, rowsTotal: try await count(retiring))
            progress(state)
            try await movePeers(from: retiring, to: keys) { moved in
                state.advance(by: moved)
                progress(state)
            }
            state.advance(by: try await moveStates(from: retiring, to: keys))
            progress(state)
        }
        return try await forgetRetiringKey(whenEnded)
    }

    private func count(_ retiring: RowKeys) async throws -> Int {
        var count = try await base.updateStates().count { $0.sealed.map(retiring.sealed) == true }
        try await base.forEachPage { page in count += page.count { $0.sealed.map(retiring.sealed) == true } }
        return count
    }

    private func movePeers(from retiring: RowKeys, to keys: RowKeys, _ moved: (Int) -> Void) async throws {
        var cursor = PageCursor()
        while true {
            try Task.checkCancellation()
            try beforeBatch()
            let (page, count) = try await writes.withPermit {
                let page = try await base.peers(after: cursor.last, limit: Self.batch)
                return (page, try await move(page, from: retiring, to: keys))
            }
            guard try cursor.move(past: page) else { return }
            moved(count)
        }
    }

    /// - Returns: How many of the rows were of the epoch before.
    private func move(_ page: [PeerRecord], from retiring: RowKeys, to keys: RowKeys) async throws -> Int {
        let old = page.filter { $0.sealed.map(retiring.sealed) == true }
        if old.isEmpty { return 0 }
        let peers = try old.compactMap { try retiring.open($0) }
        // A peer that is under the new key already was written since: an old row of it was put back.
        let tokens = try VaultError.mapping { try peers.map { PeerLookup.id(try keys.token(peer: $0.id)) } }
        let written = try await base.peers(tokens)
        let moved = zip(peers, written).filter { $0.1?.sealed == nil }.map { StorageChange.setPeer($0.0) }
        try await base.apply(old.map { .removePeer(id: $0.id) } + (try keys.seal(moved)))
        return old.count
    }

    private func moveStates(from retiring: RowKeys, to keys: RowKeys) async throws -> Int {
        try await writes.withPermit {
            let states = try await base.updateStates()
            let old = states.filter { $0.sealed.map(retiring.sealed) == true }
            if old.isEmpty { return 0 }
            let written = Set(states.filter { $0.sealed.map(keys.sealed) == true }.map(\.id))
            let moved = try old.compactMap { try retiring.open($0) }.filter { state in
                !written.contains(try VaultError.mapping { try keys.token(state: state.id) })
            }
            let sealed = try keys.seal(moved.map { .setUpdateState($0) })
            try await base.apply(old.map { .removeUpdateState(id: $0.id) } + sealed)
            return old.count
        }
    }

    private func forgetRetiringKey(_ whenEnded: (UnlockedVault) throws -> Void) async throws -> UnlockedVault {
        try await writes.withPermit {
            var contents = try await vault.read(from: base)
            contents.record.retiringKey = nil
            contents.envelope.flags.remove(.transition)
            guard try await vault.write(contents, to: base) else { throw VaultError.changedMeanwhile }
            // As it was written, so that the one before is known to be older.
            let ended = try vault.reopened(try await vault.read(from: base).envelope, retiring: nil)
            try whenEnded(ended)
            return ended
        }
    }
}

extension RowKeys {
    /// Whether a row says that it is of these keys' epoch.
    func sealed(_ row: [UInt8]) -> Bool { (try? SealedRow.epoch(of: row)) == epoch }
}
