internal import SessionVault

/// One sentence of the contract, and how to find out whether it holds.
struct Check: Sendable {
    /// What was found where it does not.
    struct Failure: Error {
        let reason: String
    }

    let name: String
    let applies: @Sendable (StorageConformance.Options) -> Bool
    let body: @Sendable (Subject) async throws -> Void

    init(
        _ name: String, if applies: @escaping @Sendable (StorageConformance.Options) -> Bool = { _ in true },
        _ body: @escaping @Sendable (Subject) async throws -> Void
    ) {
        self.name = name
        self.applies = applies
        self.body = body
    }

    static let all = lifecycle + sessions + peerRows + peerLookups + pages + updateStates + batches + concurrency
}

/// The storage under test, with what a check says of it.
struct Subject: Sendable {
    let storage: any Storage
    let options: StorageConformance.Options

    func require(_ holds: Bool, _ otherwise: String) throws {
        if !holds { throw Check.Failure(reason: otherwise) }
    }

    func requireError(
        _ expected: VaultError, from call: String, _ body: () async throws -> Void
    ) async throws {
        do {
            try await body()
        } catch let error as VaultError where error == expected {
            return
        } catch {
            throw Check.Failure(reason: "\(call) threw \(error), not \(expected)")
        }
        throw Check.Failure(reason: "\(call) threw nothing, not \(expected)")
    }

    /// Opens the storage and gives it a session, which a storage that seals its rows needs for them.
    func openWithSession() async throws {
        try await storage.open()
        let isNew = try await storage.replaceSession(nil, with: Sample.session(try Sample.key()))
        try require(isNew, "replaceSession(nil, with:) returned false on an empty storage")
    }

    /// Closes and opens the storage where that keeps what it holds.
    func reopen() async throws {
        guard options.persists else { return }
        try await storage.close()
        try await storage.open()
    }

    func set(_ rows: PeerRecord...) async throws { try await storage.apply(rows.map { .setPeer($0) }) }

    func set(_ rows: UpdateStateRecord...) async throws {
        try await storage.apply(rows.map { .setUpdateState($0) })
    }

    /// The row that `lookup` finds is this one, in every value.
    func require(_ lookup: PeerLookup, finds expected: PeerRecord?, _ when: String = "") async throws {
        let found = try await storage.peer(lookup)
        try require(Sample.same(found, expected), "\(lookup.kind) found \(Sample.show(found, expected)) \(when)")
    }

    func requireSession(_ expected: SessionRecord?, _ when: String) async throws {
        let found = try await storage.session()
        try require(Sample.same(found, expected), "session() differs from what was stored \(when)")
    }

    func requireStates(_ expected: [UpdateStateRecord], _ when: String) async throws {
        let found = try await storage.updateStates().sorted { $0.id < $1.id }
        try require(
            found == expected.sorted { $0.id < $1.id },
            "updateStates() gave \(found.count) rows that are not the \(expected.count) stored \(when)")
    }

    /// Every peer, page by page.
    func allPeers(pageSize: Int = 7) async throws -> [PeerRecord] {
        var all: [PeerRecord] = []
        while true {
            let page = try await storage.peers(after: all.last?.id, limit: pageSize)
            try require(page.count <= pageSize, "a page of \(pageSize) held \(page.count) peers")
            if page.isEmpty { return all }
            all += page
            try require(all.count <= 10_000, "the pages do not end")
        }
    }
}

extension PeerLookup {
    /// The look-up without its value.
    var kind: String {
        switch self {
        case .id: "a look-up by id"
        case .username: "a look-up by username"
        case .phoneNumber: "a look-up by phone number"
        }
    }
}
