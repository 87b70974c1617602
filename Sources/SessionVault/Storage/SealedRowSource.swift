internal import Synchronization

/// How often an open engine has let its connection go after an error. From then on what it holds may be less than it said:
/// a commit may not have reached the disk, and others could have the file in between.
final class ConnectionLosses: Sendable {
    private let number = Atomic<UInt64>(0)

    var count: UInt64 { number.load(ordering: .acquiring) }

    func add() { number.add(1, ordering: .releasing) }
}

/// An engine that can leave out what lies beside a sealed row, which are tokens and constants: what a wrapper needs of
/// the row lies inside it, and reading a peer's usernames costs as much as its row.
///
/// Peers that are not sealed come as from ``Storage/peer(_:)``, update states that are not do not come.
protocol SealedRowSource: Storage {
    /// What it lost, for whoever remembers what it held.
    var losses: ConnectionLosses { get }
    func sealedPeer(_ lookup: PeerLookup) async throws -> PeerRecord?
    func sealedPeers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?]
    func sealedPeers(after id: Int64?, limit: Int) async throws -> [PeerRecord]
    func sealedUpdateStates() async throws -> SealedStates
}

/// Any engine as such a source: as it is where it can, and with its tokens where not.
struct SealedRows: Sendable {
    let base: any Storage
    let losses: ConnectionLosses
    private let source: (any SealedRowSource)?

    init(_ base: any Storage) {
        self.base = base
        source = base as? any SealedRowSource
        losses = source?.losses ?? ConnectionLosses()
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

    /// The update states, opened.
    func updateStates(with keys: RowKeys) async throws -> [UpdateStateRecord] {
        if let source { return try keys.open(try await source.sealedUpdateStates()) }
        return try keys.open(try await base.updateStates())
    }
}
