/// An engine that can leave out the usernames of a sealed row, which are tokens: what a wrapper needs of the row lies
/// inside it, and reading them costs as much as the row.
///
/// Rows that are not sealed come as from ``Storage/peer(_:)``.
protocol SealedPeerSource: Storage {
    func sealedPeer(_ lookup: PeerLookup) async throws -> PeerRecord?
    func sealedPeers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?]
    func sealedPeers(after id: Int64?, limit: Int) async throws -> [PeerRecord]
}

/// Any engine as such a source: as it is where it can, and with its tokens where not.
struct SealedPeers: Sendable {
    let base: any Storage
    private let source: (any SealedPeerSource)?

    init(_ base: any Storage) {
        self.base = base
        source = base as? any SealedPeerSource
    }

    func peer(_ lookup: PeerLookup) async throws -> PeerRecord? {
        if let source { return try await source.sealedPeer(lookup) }
        return try await base.peer(lookup)
    }

    func peers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?] {
        if let source { return try await source.sealedPeers(lookups) }
        return try await base.peers(lookups)
    }

    func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        if let source { return try await source.sealedPeers(after: id, limit: limit) }
        return try await base.peers(after: id, limit: limit)
    }
}
