import SessionVault
import Support

extension Session {
    /// Gives a new session the values of every session.
    func fill(_ authKey: AuthKey) async throws {
        try await replace(
            authKey: authKey, dataCenter: DataCenter(id: Values.dataCenter), account: Account(id: Values.account),
            apiID: Values.apiID)
    }

    /// Makes its file, with so many peers.
    func make(_ authKey: AuthKey, peers: Int) async throws {
        try await withOpen {
            try await fill(authKey)
            try await writePeers(peers)
        }
    }

    func writePeers(_ count: Int) async throws {
        for numbers in Batches.inOrder(count) { try await update(numbers.map { Peer(numbered: $0) }) }
    }

    /// Whether the peer is stored as it was at that version.
    func hasPeer(numbered number: Int, version: Int = 0) async throws -> Bool {
        let peer = Peer(numbered: number, version: version)
        return try await self.peer(id: peer.id) == peer
    }
}

extension Peer {
    init(numbered number: Int, version: Int = 0) {
        let peer = NumberedPeer(number)
        self.init(
            id: peer.id, accessHash: peer.accessHash(version: version), kind: .user, usernames: peer.usernames,
            phoneNumber: peer.phoneNumber)
    }
}

extension UpdateState {
    init(_ state: NumberedState) {
        self.init(id: state.id, pts: state.pts, qts: state.qts, date: state.date, seq: state.seq)
    }
}
