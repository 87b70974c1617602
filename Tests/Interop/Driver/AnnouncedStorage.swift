import SessionVault

/// A storage that says on standard output which call that changes it begins, a line each: whoever kills this process
/// knows by it how far it is.
struct AnnouncedStorage: Storage {
    let base: any Storage

    func open() async throws -> [StorageNotice] {
        say("step open")
        return try await base.open()
    }

    func close() async throws {
        say("step close")
        try await base.close()
        say("step end")
    }

    func delete() async throws { try await base.delete() }

    func session() async throws -> SessionRecord? { try await base.session() }

    func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) async throws -> Bool {
        say("step session")
        return try await base.replaceSession(expected, with: new)
    }

    func peer(_ lookup: PeerLookup) async throws -> PeerRecord? { try await base.peer(lookup) }

    func peers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?] { try await base.peers(lookups) }

    func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        try await base.peers(after: id, limit: limit)
    }

    func updateStates() async throws -> [UpdateStateRecord] { try await base.updateStates() }

    func apply(_ changes: [StorageChange]) async throws {
        say("step rows")
        try await base.apply(changes)
    }

    func scrub(_ remnants: RemnantPatterns) async throws -> RemnantReport? {
        say("step scrub")
        return try await base.scrub(remnants)
    }

    func truncateJournal() async throws { try await base.truncateJournal() }

    var isShared: Bool { base.isShared }
}
