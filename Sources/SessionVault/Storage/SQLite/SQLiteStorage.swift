/// What the engines over SQLite share, which is everything but where the database is.
protocol SQLiteStorage: Storage {
    var engine: SQLiteEngine { get }
}

extension SQLiteStorage {
    @discardableResult
    public func open() async throws -> [StorageNotice] { try await engine.write { try $0.open() } }

    public func close() async throws { try await engine.write { try $0.close() } }

    public func delete() async throws { try await engine.write { try $0.delete() } }

    public func session() async throws -> SessionRecord? {
        try await engine.read { try $0.read(or: nil) { try $0.session() } }
    }

    public func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) async throws -> Bool {
        try await engine.write { store in
            // A database in memory is made for a row only.
            if expected != nil, try !store.hasDatabase { return false }
            return try store.write { try $0.replaceSession(expected, with: new) }
        }
    }

    public func peer(_ lookup: PeerLookup) async throws -> PeerRecord? {
        try await engine.read { try $0.read(or: nil) { try $0.peer(lookup) } }
    }

    public func peers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?] {
        try await engine.read { store in
            try store.read(or: [PeerRecord?](repeating: nil, count: lookups.count)) { database in
                try lookups.map { try database.peer($0) }
            }
        }
    }

    public func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        try await engine.read { try $0.read(or: []) { try $0.peers(after: id, limit: limit) } }
    }

    public func updateStates() async throws -> [UpdateStateRecord] {
        try await engine.read { try $0.read(or: []) { try $0.updateStates() } }
    }

    public func apply(_ changes: [StorageChange]) async throws {
        try await engine.write { store in
            // An empty batch makes no database, and fails where the storage is not open.
            if changes.isEmpty { return try store.read(or: ()) { _ in } }
            try store.write { try $0.apply(changes) }
        }
    }

    public func scrub(_ remnants: RemnantPatterns) async throws -> RemnantReport? {
        try await engine.write { try $0.read(or: nil) { try $0.scrub(remnants) } }
    }
}
