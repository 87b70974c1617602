extension EncryptedStorage {
    /// The peer that matches. A row that is not sealed is not the vault's and is never returned.
    ///
    /// - Throws: ``VaultError/tampered(_:)`` where the row was changed, or is not one that the look-up can find.
    public func peer(_ lookup: PeerLookup) async throws -> PeerRecord? {
        switch try rows() {
        case .none: return nil
        case .plain: return try checkPlain(try await base.peer(lookup))
        case .sealed(let keys):
            guard let sealed = try keys.seal(lookup), let stored = try await sealedPeers.peer(sealed) else {
                return nil
            }
            return try keys.open(stored, foundBy: lookup)
        }
    }

    /// ``peer(_:)`` for each look-up, with one call of the engine.
    public func peers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?] {
        switch try rows() {
        case .none: return lookups.map { _ in nil }
        case .plain: return try await base.peers(lookups).map { try checkPlain($0) }
        case .sealed(let keys):
            let sealed = try lookups.map { try keys.seal($0) }
            let stored = try await sealedPeers.peers(sealed.compactMap(\.self))
            var next = stored.makeIterator()
            var found: [PeerRecord?] = []
            found.reserveCapacity(lookups.count)
            for (lookup, sealed) in zip(lookups, sealed) {
                guard sealed != nil, let row = next.next().flatMap(\.self) else {
                    found.append(nil)
                    continue
                }
                found.append(try keys.open(row, foundBy: lookup))
            }
            return found
        }
    }

    /// At most `limit` peers, in the order of their tokens: the peer with the id `id` and all before it are left out.
    public func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        switch try rows() {
        case .none: return []
        case .plain: return try await base.peers(after: id, limit: limit).map { try checkPlain($0) }
        case .sealed(let keys):
            var cursor = PageCursor(after: try id.map { id in try VaultError.mapping { try keys.token(peer: id) } })
            var found: [PeerRecord] = []
            // Rows that are not sealed are left out, and do not cut a page short.
            while found.count < limit {
                let page = try await base.peers(after: cursor.last, limit: limit - found.count)
                guard try cursor.move(past: page) else { break }
                found += try page.compactMap { try keys.open($0) }
            }
            return found
        }
    }

    /// Every update state. A row that is not sealed is never returned.
    public func updateStates() async throws -> [UpdateStateRecord] {
        switch try rows() {
        case .none: return []
        case .plain: return try await base.updateStates().map { try checkPlain($0) }
        case .sealed(let keys): return try await base.updateStates().compactMap { try keys.open($0) }
        }
    }

    /// Seals the changes and makes them as one batch of the engine.
    ///
    /// - Throws: ``VaultError/noSession`` where there is no vault yet; ``VaultError/unstorableValue(field:)`` before
    ///   anything is written.
    public func apply(_ changes: [StorageChange]) async throws {
        switch try rows() {
        case .none: throw VaultError.noSession
        case .plain:
            guard !changes.contains(where: \.isSealed) else { throw VaultError.unstorableValue(field: "sealed") }
            try await base.apply(changes)
        case .sealed(let keys): try await base.apply(try keys.seal(changes))
        }
    }

    /// How rows are kept.
    private enum Rows {
        case none
        case plain
        case sealed(RowKeys)
    }

    private func rows() throws(VaultError) -> Rows {
        switch try content() {
        case .empty: .none
        case .plain: .plain
        case .sealed(let vault): vault.rowKeys.map { .sealed($0) } ?? .plain
        }
    }

    /// A vault that seals no rows has none that is sealed: such a row is from elsewhere.
    private func checkPlain(_ peer: PeerRecord) throws(VaultError) -> PeerRecord {
        guard peer.sealed == nil else { throw .tampered(.row) }
        return peer
    }

    private func checkPlain(_ peer: PeerRecord?) throws(VaultError) -> PeerRecord? {
        guard let peer else { return nil }
        return try checkPlain(peer) as PeerRecord
    }

    private func checkPlain(_ state: UpdateStateRecord) throws(VaultError) -> UpdateStateRecord {
        guard state.sealed == nil else { throw .tampered(.row) }
        return state
    }
}
