internal import VaultSodium

extension RowKeys {
    /// The row to store for a peer: tokens, constants, and the sealed row.
    func seal(_ peer: PeerRecord, nonce: Span<UInt8>) throws -> PeerRecord {
        // A layer above has a place for bytes of its own in an engine's row, and none in a sealed one.
        guard peer.sealed == nil else { throw VaultError.unstorableValue(field: "sealed") }
        let plain = try peer.encodedRow()
        return try VaultError.mapping {
            let token = try token(peer: peer.id)
            var names: [String] = []
            for name in peer.usernames {
                if let token = try self.token(username: name), !names.contains(token) { names.append(token) }
            }
            return PeerRecord(
                id: token, accessHash: 0, type: "0", usernames: names,
                phoneNumber: try peer.phoneNumber.flatMap { try self.token(phoneNumber: $0) }, date: 0,
                sealed: try SealedRow.seal(plain, table: .peers, token: token, nonce: nonce, with: self))
        }
    }

    /// The peer of a stored row, or nil where the row is not sealed and so not the vault's.
    ///
    /// - Throws: ``VaultError/tampered(_:)``.
    func open(_ stored: PeerRecord) throws -> PeerRecord? {
        try openRow(stored)?.peer
    }

    private func openRow(_ stored: PeerRecord) throws -> (peer: PeerRecord, row: (bytes: [UInt8], plain: Range<Int>))? {
        guard let sealed = stored.sealed else { return nil }
        return try VaultError.mapping {
            let row = try SealedRow.open(sealed, table: .peers, token: stored.id, with: self)
            return (try PeerRecord(row: row.bytes, row.plain), row)
        }
    }

    /// The row to store for an update state.
    func seal(_ state: UpdateStateRecord, nonce: Span<UInt8>) throws -> UpdateStateRecord {
        guard state.sealed == nil else { throw VaultError.unstorableValue(field: "sealed") }
        return try VaultError.mapping {
            let token = try token(state: state.id)
            return UpdateStateRecord(
                id: token, pts: 0, qts: 0, date: 0, seq: 0,
                sealed: try SealedRow.seal(
                    state.encodedRow(), table: .updateStates, token: token, nonce: nonce, with: self))
        }
    }

    /// The update state of a stored row, or nil where the row is not sealed and so not the vault's.
    ///
    /// - Throws: ``VaultError/tampered(_:)``.
    func open(_ stored: UpdateStateRecord) throws -> UpdateStateRecord? {
        guard let sealed = stored.sealed else { return nil }
        return try VaultError.mapping {
            let row = try SealedRow.open(sealed, table: .updateStates, token: stored.id, with: self)
            let state = try UpdateStateRecord(row: row.bytes, row.plain)
            guard try token(state: state.id) == stored.id else { throw VaultError.tampered(.row) }
            return state
        }
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
    func seal(_ claim: NameClaim) throws -> NameClaim {
        // An empty name has no owner.
        NameClaim(
            name: try seal(claim.name) ?? .username(""), peer: try VaultError.mapping { try token(peer: claim.peer) })
    }

    /// The peer of a stored row that was found by `lookup`.
    ///
    /// - Parameter ticket: What it is kept with, where it is to be.
    /// - Throws: ``VaultError/tampered(_:)`` where the row is not one that the look-up can have found.
    func open(
        _ stored: PeerRecord, foundBy lookup: PeerLookup, keepingWith ticket: OpenedPeers.Ticket? = nil
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
    func seal(_ changes: [StorageChange]) throws -> [StorageChange] {
        // One call for all nonces: drawing one costs a third of a seal. The buffer does not outlive the batch.
        let length = XChaCha20Poly1305.nonceLength
        let nonces = Sodium.randomBytes(length * changes.count)
        let span = nonces.span
        var sealed: [StorageChange] = []
        sealed.reserveCapacity(changes.count)
        for (index, change) in changes.enumerated() {
            let nonce = span.extracting((index * length)..<((index + 1) * length))
            switch change {
            case .setPeer(let peer): sealed.append(.setPeer(try seal(peer, nonce: nonce)))
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
