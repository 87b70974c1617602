/// Rows while a re-key moves them: some are under the new keys, the others under those of the epoch before.
struct MovingRows {
    let base: SealedRows
    let keys: RowKeys
    let retiring: RowKeys

    /// The peers that match: under the new token, else under the old one. A row that is moved between the two is under
    /// the new one then.
    func peers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?] {
        var found = try await base.peers(lookups, with: keys)
        try await fill(&found, lookups) { missing in
            let old = try await base.peers(missing, with: retiring)
            // A peer that is under the new keys was moved or written since, and an old row of it was put back.
            let moved = try await base.peers(old.compactMap { peer in peer.map { .id($0.id) } }, with: keys)
            let ids = Set(moved.compactMap { $0?.id })
            return old.map { peer in peer.flatMap { ids.contains($0.id) ? nil : $0 } }
        }
        try await fill(&found, lookups) { try await base.peers($0, with: keys) }
        return found
    }

    /// Asks for what was not found yet.
    private func fill(
        _ found: inout [PeerRecord?], _ lookups: [PeerLookup],
        _ ask: ([PeerLookup]) async throws -> [PeerRecord?]
    ) async throws {
        let missing = found.indices.filter { found[$0] == nil }
        if missing.isEmpty { return }
        for (index, peer) in zip(missing, try await ask(missing.map { lookups[$0] })) { found[index] = peer }
    }

    /// A page in the order of the engine, while nobody moves rows. A row of the epoch before whose peer is under the new
    /// keys already was put back, and is left out.
    func page(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        var cursor: Int64?
        if let id {
            let token = try VaultError.mapping { try keys.token(peer: id) }
            let isMoved = try await base.peer(.id(token)) != nil
            cursor = isMoved ? token : try VaultError.mapping { try retiring.token(peer: id) }
        }
        return try await base.page(after: cursor, limit: limit) { row in
            guard row.sealed.map(retiring.sealed) == true else { return try keys.open(row) }
            guard let peer = try retiring.open(row) else { return nil }
            let token = try VaultError.mapping { try keys.token(peer: peer.id) }
            return try await base.peer(.id(token))?.sealed == nil ? peer : nil
        }
    }

    /// Every update state, once.
    func updateStates() async throws -> [UpdateStateRecord] {
        var (moved, others): ([UpdateStateRecord], [UpdateStateRecord]) = ([], [])
        for row in try await base.base.updateStates() {
            if row.sealed.map(retiring.sealed) == true {
                if let state = try retiring.open(row) { others.append(state) }
            } else if let state = try keys.open(row) {
                moved.append(state)
            }
        }
        let ids = Set(moved.map(\.id))
        return moved + others.filter { !ids.contains($0.id) }
    }

    /// The changes to make in the engine: what is written or removed leaves no row of the epoch before.
    func seal(_ changes: [StorageChange]) throws -> [StorageChange] {
        let old = try VaultError.mapping {
            try changes.map { change -> StorageChange in
                switch change {
                case .setPeer(let peer): .removePeer(id: try retiring.token(peer: peer.id))
                case .removePeer(let id): .removePeer(id: try retiring.token(peer: id))
                case .setUpdateState(let state): .removeUpdateState(id: try retiring.token(state: state.id))
                case .removeUpdateState(let id): .removeUpdateState(id: try retiring.token(state: id))
                }
            }
        }
        return old + (try keys.seal(changes))
    }
}
