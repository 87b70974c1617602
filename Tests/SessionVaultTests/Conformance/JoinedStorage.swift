import SessionVault

/// Another way into an engine that somebody has open already, as another process has: opening and closing it does
/// nothing.
struct JoinedStorage: Storage {
    let base: any Storage

    init(_ base: any Storage) { self.base = base }

    func open() async throws -> [StorageNotice] { [] }
    func close() async throws {}
    func delete() async throws {}
    func session() async throws -> SessionRecord? { try await base.session() }
    func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) async throws -> Bool {
        try await base.replaceSession(expected, with: new)
    }
    func peer(_ lookup: PeerLookup) async throws -> PeerRecord? { try await base.peer(lookup) }
    func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        try await base.peers(after: id, limit: limit)
    }
    func updateStates() async throws -> [UpdateStateRecord] { try await base.updateStates() }
    func apply(_ changes: [StorageChange]) async throws { try await base.apply(changes) }
}
