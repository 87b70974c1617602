extension EncryptedStorage: NameOwnerSource, UpdateStateSource {
    /// The peer that matches. A row that is not sealed is not the vault's and is never returned.
    ///
    /// - Throws: ``VaultError/tampered(_:)`` where the row was changed, or is not one that the look-up can find.
    public func peer(_ lookup: PeerLookup) async throws -> PeerRecord? {
        switch try rows() {
        case .none: return nil
        case .plain: return try checkPlain(try await base.peer(lookup))
        case .sealed(let keys):
            let (opened, ticket) = keepsOpenedRows ? keys.opened.peer(lookup, of: sealedRows.losses) : (nil, nil)
            if let opened { return opened }
            guard let sealed = try keys.seal(lookup) else { return nil }
            if let stored = try await sealedRows.peer(sealed) {
                return try keys.open(stored, foundBy: lookup, keepingWith: ticket)
            }
            // A re-key may have begun meanwhile, and moved the row.
            return try areCurrent(keys) ? nil : try await peer(lookup)
        case .moving(let rows): return try await rows.peers([lookup])[0]
        }
    }

    /// ``peer(_:)`` for each look-up, with one call of the engine.
    public func peers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?] {
        switch try rows() {
        case .none: return lookups.map { _ in nil }
        case .plain: return try await base.peers(lookups).map { try checkPlain($0) }
        case .sealed(let keys):
            let found = try await peers(lookups, with: keys)
            return try areCurrent(keys) ? found : try await peers(lookups)
        case .moving(let rows): return try await rows.peers(lookups)
        }
    }

    private func peers(_ lookups: [PeerLookup], with keys: RowKeys) async throws -> [PeerRecord?] {
        guard keepsOpenedRows else { return try await sealedRows.peers(lookups, with: keys) }
        var (peers, ticket) = keys.opened.peers(lookups, of: sealedRows.losses)
        let missing = peers.indices.filter { if case nil = peers[$0] { true } else { false } }
        if missing.isEmpty { return peers }
        let found = try await sealedRows.peers(missing.map { lookups[$0] }, with: keys, keepingWith: ticket)
        // Those that were kept and those that were found belong together where nothing was changed in between.
        guard missing.count == lookups.count || ticket.map(keys.opened.isCurrent) == true else {
            return try await sealedRows.peers(lookups, with: keys)
        }
        for (index, peer) in zip(missing, found) { peers[index] = peer }
        return peers
    }

    func otherOwners(of claims: [NameClaim], tokens: Bool) async throws -> NameOwners? {
        guard let source = sources.nameOwners else { return nil }
        switch try rows() {
        case .none: return NameOwners()
        case .plain:
            let owners = try await source.otherOwners(of: claims, tokens: tokens)
            for owner in owners?.others ?? [] { _ = try checkPlain(owner.row) as PeerRecord }
            return owners
        case .sealed(let keys):
            let owners = try await otherOwners(of: claims, from: source, with: keys)
            return try areCurrent(keys) ? owners : try await otherOwners(of: claims, tokens: tokens)
        case .moving: return nil
        }
    }

    private func otherOwners(
        of claims: [NameClaim], from source: any NameOwnerSource, with keys: RowKeys
    ) async throws -> NameOwners? {
        let (asked, ticket) =
            keepsOpenedRows
            ? keys.opened.unproven(claims, of: sealedRows.losses) : (Array(claims.indices), nil)
        if asked.isEmpty { return NameOwners() }
        let claims = asked.count == claims.count ? claims : asked.map { claims[$0] }
        let tokens = try BatchTokens(of: claims, with: keys)
        guard let found = try await source.otherOwners(of: tokens.sealed, tokens: false)?.others else { return nil }
        let others = try found.compactMap { owner in
            try keys.open(owner.row, foundBy: claims[owner.claim].name).map {
                OtherOwner(claim: asked[owner.claim], row: $0)
            }
        }
        if let ticket { keys.opened.noteOnlyOwners(claims, but: Set(found.map(\.claim)), ticket) }
        return NameOwners(others: others, tokens: tokens)
    }

    /// At most `limit` peers, in the order of their tokens: the peer with the id `id` and all before it are left out.
    ///
    /// A re-key gives every peer another token. While one runs, the call waits for its end; a listing that was begun
    /// before it has to be begun again, since its order is another then.
    public func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        try await usingKeys { try await page(after: id, limit: limit) }
    }

    private func page(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        switch try rows() {
        case .none: return []
        case .plain: return try await base.peers(after: id, limit: limit).map { try checkPlain($0) }
        case .sealed(let keys):
            do {
                let page = try await sealedRows.page(after: id, limit: limit, with: keys)
                if try areCurrent(keys) { return page }
            } catch VaultError.tampered(.row) {
                // What a re-key has moved meanwhile is under other keys.
                if try areCurrent(keys) { throw VaultError.tampered(.row) }
            }
            return try await page(after: id, limit: limit)
        case .moving:
            let page: [PeerRecord]? = try await rekeying.withPermit {
                // Where the re-key was interrupted, nobody moves rows now.
                if case .moving(let rows) = try self.rows() {
                    try await rows.page(after: id, limit: limit)
                } else {
                    nil
                }
            }
            if let page { return page }
            return try await self.page(after: id, limit: limit)
        }
    }

    /// Every update state. A row that is not sealed is never returned.
    public func updateStates() async throws -> [UpdateStateRecord] {
        switch try rows() {
        case .none: return []
        case .plain: return try await base.updateStates().map { try checkPlain($0) }
        case .sealed(let keys):
            do {
                let states = try await sealedRows.updateStates(with: keys)
                if try areCurrent(keys) { return states }
            } catch VaultError.tampered(.row) {
                // What a re-key has moved meanwhile is under other keys.
                if try areCurrent(keys) { throw VaultError.tampered(.row) }
            }
            return try await updateStates()
        case .moving(let rows): return try await rows.updateStates()
        }
    }

    func updateStates(ids: [Int64]) async throws -> [UpdateStateRecord]? {
        guard let source = sources.updateStates else { return nil }
        switch try rows() {
        case .none: return []
        case .plain: return try await source.updateStates(ids: ids)?.map { try checkPlain($0) }
        case .sealed(let keys):
            let states = try await updateStates(ids: ids, from: source, with: keys)
            return try areCurrent(keys) ? states : try await updateStates(ids: ids)
        case .moving: return nil
        }
    }

    private func updateStates(
        ids: [Int64], from source: any UpdateStateSource, with keys: RowKeys
    ) async throws -> [UpdateStateRecord]? {
        let (kept, missing, ticket) =
            keepsOpenedRows ? keys.opened.updateStates(ids, of: sealedRows.losses) : ([], ids, nil)
        if missing.isEmpty { return kept }
        guard let found = try await open(ids: missing, from: source, with: keys) else { return nil }
        if let ticket { keys.opened.keep(found, ticket) }
        // Those that were kept and those that were found belong together where nothing was changed in between.
        guard kept.isEmpty || ticket.map(keys.opened.isCurrent) == true else {
            return try await open(ids: ids, from: source, with: keys)
        }
        return kept + found
    }

    private func open(
        ids: [Int64], from source: any UpdateStateSource, with keys: RowKeys
    ) async throws -> [UpdateStateRecord]? {
        let tokens = try VaultError.mapping { try ids.map { try keys.token(state: $0) } }
        let stored = try await source.updateStates(ids: tokens)
        // What a re-key has moved meanwhile is under other keys.
        guard try areCurrent(keys) else { return [] }
        return try stored.map { try keys.open($0) }
    }

    /// Seals the changes and makes them as one batch of the engine.
    ///
    /// - Throws: ``VaultError/noSession`` where there is no vault yet; ``VaultError/unstorableValue(field:)`` before
    ///   anything is written.
    public func apply(_ changes: [StorageChange]) async throws { try await apply(changes, knowing: BatchFindings()) }

    var stamp: UInt64? { sources.nameOwners?.stamp }

    func apply(_ changes: [StorageChange], knowing findings: BatchFindings) async throws {
        // In a cancelled task too: what is written in several batches is not to end between two.
        try await usingKeys {
            try await writes.withPermit(isCancellable: false) { try await write(changes, findings) }
        }
    }

    private func write(_ changes: [StorageChange], _ findings: BatchFindings) async throws {
        switch try rows() {
        case .none: throw VaultError.noSession
        case .plain:
            guard !changes.contains(where: \.isSealed) else { throw VaultError.unstorableValue(field: "sealed") }
            try await applyToBase(changes, findings)
        case .sealed(let keys):
            let sealed = try keys.seal(changes, knowing: findings.tokens)
            let found =
                findings.unrenamed.isEmpty ? BatchFindings() : findings.of(sealed, inPlaceOf: changes)
            try await keys.opened.whileChanging(changes) { try await applyToBase(sealed, found) }
        case .moving(let rows): try await base.apply(try rows.seal(changes))
        }
    }

    private func applyToBase(_ changes: [StorageChange], _ findings: BatchFindings) async throws {
        guard !findings.unrenamed.isEmpty, let source = sources.nameOwners else {
            return try await base.apply(changes)
        }
        try await source.apply(changes, knowing: findings)
    }

    /// How rows are kept.
    private enum Rows {
        case none
        case plain
        case sealed(RowKeys)
        /// A re-key moves them.
        case moving(MovingRows)
    }

    private func rows() throws(VaultError) -> Rows {
        switch try content() {
        case .empty: .none
        case .plain: .plain
        case .locked: throw .keyringLocked
        case .sealed(let vault):
            if let keys = vault.rowKeys {
                if let retiring = vault.retiringRowKeys {
                    .moving(MovingRows(base: sealedRows, keys: keys, retiring: retiring))
                } else {
                    .sealed(keys)
                }
            } else {
                .plain
            }
        }
    }

    /// What the order of a listing hangs on.
    var rowsEpoch: UInt32? { if case .sealed(let vault) = try? content() { vault.epoch } else { nil } }

    /// Whether rows are under these keys still.
    private func areCurrent(_ keys: RowKeys) throws(VaultError) -> Bool {
        if case .sealed(let current) = try rows() { current === keys } else { false }
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

extension BatchFindings {
    /// What an engine is told with the sealed changes, in which tokens stand for ids.
    fileprivate func of(_ sealed: [StorageChange], inPlaceOf changes: [StorageChange]) -> BatchFindings {
        var tokens = Set<Int64>(minimumCapacity: unrenamed.count)
        for (sealed, change) in zip(sealed, changes) {
            if case (.setPeer(let row), .setPeer(let peer)) = (sealed, change), unrenamed.contains(peer.id) {
                tokens.insert(row.id)
            }
        }
        return BatchFindings(unrenamed: tokens, stamp: stamp)
    }
}
