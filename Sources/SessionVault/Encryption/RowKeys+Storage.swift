internal import VaultSodium

extension RowKeys {
    /// The row to store for a peer: tokens, constants, and the sealed row.
    ///
    /// - Parameter known: Tokens that were worked out before.
    func seal(
        _ peer: PeerRecord, nonce: ArraySlice<UInt8>, knowing known: BatchTokens.OfPeer? = nil
    ) throws -> PeerRecord {
        // A layer above has a place for bytes of its own in an engine's row, and none in a sealed one.
        guard peer.sealed == nil else { throw VaultError.unstorableValue(field: "sealed") }
        return try VaultError.mapping {
            let token = try known?.id ?? token(peer: peer.id)
            var names: [String] = []
            names.reserveCapacity(peer.usernames.count)
            for name in peer.usernames {
                let token = try known?.username(name) ?? self.token(username: name)
                if let token, !names.contains(token) { names.append(token) }
            }
            let phoneNumber = try peer.phoneNumber.flatMap {
                try known?.phoneNumber($0) ?? self.token(phoneNumber: $0)
            }
            return PeerRecord(
                id: token, accessHash: 0, type: "0", usernames: names, phoneNumber: phoneNumber, date: 0,
                sealed: try SealedRow.seal(
                    upTo: peer.rowLength, table: .peers, token: token, nonce: nonce, with: self
                ) { try peer.appendRow(to: &$0) })
        }
    }

    /// The peer of a stored row, or nil where the row is not sealed and so not the vault's.
    ///
    /// - Throws: ``VaultError/tampered(_:)``.
    func open(_ stored: consuming PeerRecord) throws -> PeerRecord? {
        try openRow(stored)?.peer
    }

    /// A row is opened where it lies; what refers to it too would get a copy.
    private func openRow(
        _ stored: consuming PeerRecord
    ) throws -> (peer: PeerRecord, row: (bytes: [UInt8], plain: Range<Int>))? {
        let token = stored.id
        guard let sealed = stored.sealed.take() else { return nil }
        do {
            let row = try SealedRow.open(sealed, table: .peers, token: token, with: self)
            return (try PeerRecord(row: row.bytes, row.plain), row)
        } catch let error as SodiumError {
            throw VaultError(error)
        }
    }

    /// The row to store for an update state.
    func seal(_ state: UpdateStateRecord, nonce: ArraySlice<UInt8>) throws -> UpdateStateRecord {
        guard state.sealed == nil else { throw VaultError.unstorableValue(field: "sealed") }
        return try VaultError.mapping {
            let token = try token(state: state.id)
            return UpdateStateRecord(
                id: token, pts: 0, qts: 0, date: 0, seq: 0,
                sealed: try SealedRow.seal(
                    upTo: UpdateStateRecord.rowLength, table: .updateStates, token: token, nonce: nonce, with: self
                ) { state.appendRow(to: &$0) })
        }
    }

    /// The update state of a stored row, or nil where the row is not sealed and so not the vault's.
    ///
    /// - Throws: ``VaultError/tampered(_:)``.
    func open(_ stored: consuming UpdateStateRecord) throws -> UpdateStateRecord? {
        let token = stored.id
        guard let sealed = stored.sealed.take() else { return nil }
        do {
            let row = try SealedRow.open(sealed, table: .updateStates, token: token, with: self)
            return try state(row.bytes.span, row.plain, token)
        } catch let error as SodiumError {
            throw VaultError(error)
        }
    }

    /// The state of a row that was opened, which has to be the one that its token stands for.
    private func state(_ bytes: Span<UInt8>, _ plain: Range<Int>, _ token: Int64) throws -> UpdateStateRecord {
        let state = try UpdateStateRecord(row: bytes, plain)
        guard try self.token(state: state.id) == token else { throw VaultError.tampered(.row) }
        return state
    }

    /// The update states of sealed rows, opened where they lie.
    ///
    /// - Throws: ``VaultError/tampered(_:)``.
    func open(_ stored: consuming SealedStates) throws -> [UpdateStateRecord] {
        var bytes: [UInt8] = []
        swap(&bytes, &stored.bytes)
        var states: [UpdateStateRecord] = []
        states.reserveCapacity(stored.rows.count)
        var start = 0
        do {
            for row in stored.rows {
                let plain = try SealedRow.open(
                    start..<row.end, of: &bytes, table: .updateStates, token: row.token, with: self)
                states.append(try state(bytes.span, plain, row.token))
                start = row.end
            }
        } catch let error as SodiumError {
            throw VaultError(error)
        }
        return states
    }

    /// The update states of those stored rows that are sealed.
    ///
    /// - Throws: ``VaultError/tampered(_:)``.
    func open(_ stored: consuming [UpdateStateRecord]) throws -> [UpdateStateRecord] {
        var states: [UpdateStateRecord] = []
        states.reserveCapacity(stored.count)
        for index in stored.indices {
            let row = UpdateStateRecord(id: stored[index].id, sealed: stored[index].sealed.take())
            if let state = try open(row) { states.append(state) }
        }
        return states
    }

    /// What an engine is asked for in the place of `lookup`; nil where nothing can match.
    func seal(_ lookup: PeerLookup) throws -> PeerLookup? {
        try VaultError.mapping {
            switch lookup {
            case .id(let id): .id(try token(peer: id))
            case .username(let name): try token(username: name).map { .username($0) }
            case .phoneNumber(let number): try token(phoneNumber: number).map { .phoneNumber($0) }
            }
        }
    }

    /// What an engine is asked for in the place of `claim`.
    ///
    /// - Parameter peer: The peer's token, where it was worked out before.
    func seal(_ claim: NameClaim, peer: Int64?) throws -> NameClaim {
        // An empty name has no owner.
        NameClaim(
            name: try seal(claim.name) ?? .username(""),
            peer: try peer ?? VaultError.mapping { try token(peer: claim.peer) }, nameHash: 0)
    }

    /// The peer of a stored row that was found by `lookup`.
    ///
    /// - Parameter ticket: What it is kept with, where it is to be.
    /// - Throws: ``VaultError/tampered(_:)`` where the row is not one that the look-up can have found.
    func open(
        _ stored: consuming PeerRecord, foundBy lookup: PeerLookup, keepingWith ticket: OpenedRows.Ticket? = nil
    ) throws -> PeerRecord? {
        guard let (peer, row) = try openRow(stored) else { return nil }
        guard peer.isFound(by: lookup) else {
            // Two ids with one token: not the peer that was asked for.
            if case .id = lookup { return nil }
            throw VaultError.tampered(.row)
        }
        if let ticket { opened.keep(row, of: peer.id, foundBy: lookup, ticket) }
        return peer
    }

    /// The changes to make in an engine in the place of `changes`, in their order.
    ///
    /// - Parameter tokens: What was worked out before, with whatever keys.
    func seal(_ changes: [StorageChange], knowing tokens: BatchTokens? = nil) throws -> [StorageChange] {
        let tokens = tokens.flatMap { $0.keys === self ? $0 : nil }
        var cursor = 0
        // One call for all nonces: drawing one costs a third of a seal. The buffer does not outlive the batch.
        let length = XChaCha20Poly1305.nonceLength
        let nonces = Sodium.randomBytes(length * changes.count)
        var sealed: [StorageChange] = []
        sealed.reserveCapacity(changes.count)
        for (index, change) in changes.enumerated() {
            let nonce = nonces[(index * length)..<((index + 1) * length)]
            switch change {
            case .setPeer(let peer):
                let known = tokens?.ofPeer(peer.id, from: &cursor)
                sealed.append(.setPeer(try seal(peer, nonce: nonce, knowing: known)))
            case .setUpdateState(let state): sealed.append(.setUpdateState(try seal(state, nonce: nonce)))
            case .removePeer(let id):
                sealed.append(.removePeer(id: try VaultError.mapping { try token(peer: id) }))
            case .removeUpdateState(let id):
                sealed.append(.removeUpdateState(id: try VaultError.mapping { try token(state: id) }))
            }
        }
        return sealed
    }
}
