/// What the engines over SQLite share, which is everything but where the database is.
protocol SQLiteStorage: SealedRowSource, NameOwnerSource, UpdateStateSource, PageSource, CheckedOpening, RowCounting,
    UncancelledClosing
{
    var engine: SQLiteEngine { get }
}

extension SQLiteStorage {
    /// Opens the database, or makes it; see ``FileStorage`` for what is refused.
    @discardableResult
    public func open() async throws -> [StorageNotice] { try await engine.write { try $0.open() } }

    func open(checking check: @escaping OpeningCheck) async throws -> [StorageNotice] {
        try await engine.write { try $0.open(checking: check) }
    }

    /// Writes the log into the file and lets it go: a single file remains, unless another process has it open. Where
    /// that fails, the file is let go all the same, and its log keeps what was not written into it. A file that was
    /// replaced or removed while it was open is an error, and what is there now is left alone
    /// (``VaultError/FileFlaw/replaced``).
    public func close() async throws { try await engine.write { try $0.close() } }

    /// Removes the file and its log, under its lock and durably, and what a killed backup left of a plain session
    /// beside it. What the disk keeps of them is not overwritten. Where another process has it locked, nothing is
    /// removed (``VaultError/locked(pid:)``).
    ///
    /// Refused, and left as it is, is what is not known for a session's file: what is no plain file of ours alone, no
    /// database, cut (``VaultError/unsuitableFile(_:path:)``) or damaged at its head
    /// (``VaultError/damagedFile(path:)``). An empty file goes, and a database of whatever tables.
    ///
    /// A file that took the place of the open one stays, and is an error (``VaultError/FileFlaw/replaced``), until
    /// ``open()`` is called on it.
    public func delete() async throws { try await engine.write { try $0.delete() } }

    /// The record of `sessions`; see ``Storage/session()``.
    public func session() async throws -> SessionRecord? {
        try await engine.read { try $0.session() }
    }

    /// Replaces the record where it is still `expected`, synced to the disk; see
    /// ``Storage/replaceSession(_:with:)``.
    public func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) async throws -> Bool {
        let hasLog = try await engine.read { $0.hasLog(longerThan: CheckpointPolicy.fewPages) }
        if hasLog { await engine.shortenLog(to: CheckpointPolicy.fewPages) }
        return try await engine.write { try $0.replaceSession(expected, with: new) }
    }

    /// The peer that matches; see ``Storage/peer(_:)``.
    public func peer(_ lookup: PeerLookup) async throws -> PeerRecord? {
        try await engine.read { try $0.read(or: nil) { try $0.peer(lookup) } }
    }

    /// The peers that match, read under one lock.
    public func peers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?] {
        try await peers(lookups, tokens: true)
    }

    var losses: ConnectionLosses { engine.losses }

    func sealedPeer(_ lookup: PeerLookup) async throws -> PeerRecord? {
        try await engine.read { try $0.read(or: nil) { try $0.peer(lookup, tokens: false) } }
    }

    func sealedPeers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?] {
        try await peers(lookups, tokens: false)
    }

    func otherOwners(of claims: [NameClaim], tokens: Bool) async throws -> NameOwners? {
        NameOwners(
            others: try await engine.read { try $0.read(or: []) { try $0.otherOwners(of: claims, tokens: tokens) } })
    }

    private func peers(_ lookups: [PeerLookup], tokens: Bool) async throws -> [PeerRecord?] {
        try await engine.read { store in
            try store.read(or: [PeerRecord?](repeating: nil, count: lookups.count)) { database in
                try database.peers(lookups, tokens: tokens)
            }
        }
    }

    /// Peers by ascending id; see ``Storage/peers(after:limit:)``.
    public func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        try await engine.read { try $0.read(or: []) { try $0.peers(after: id, limit: limit) } }
    }

    func sealedPeers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        try await engine.read { try $0.read(or: []) { try $0.peers(after: id, limit: limit, tokens: false) } }
    }

    /// Every update state.
    public func updateStates() async throws -> [UpdateStateRecord] {
        try await engine.read { try $0.read(or: []) { try $0.updateStates() } }
    }

    func sealedUpdateStates() async throws -> SealedStates {
        try await engine.read { try $0.read(or: SealedStates()) { try $0.sealedUpdateStates() } }
    }

    func updateStates(ids: [Int64]) async throws -> [UpdateStateRecord]? {
        try await engine.read { try $0.read(or: []) { try $0.updateStates(ids: ids) } }
    }

    var stamp: UInt64? { engine.stamp }

    /// Makes the changes in one transaction; see ``Storage/apply(_:)``.
    public func apply(_ changes: [StorageChange]) async throws {
        try await apply(changes) { try $0.write { try $0.apply(changes) } }
    }

    func apply(_ changes: [StorageChange], knowing findings: BatchFindings) async throws {
        let (engine, unrenamed, stamp) = (engine, findings.unrenamed, findings.stamp)
        try await apply(changes) { store in
            try store.write { database in
                // Nobody writes in between: this is within the engine's lock. Nor is anything lost: a connection that is
                // in doubt was let go before.
                let isCurrent = stamp != nil && stamp == engine.stamp
                try database.apply(changes, unrenamed: isCurrent ? unrenamed : [])
            }
        }
    }

    private func apply(
        _ changes: [StorageChange], _ body: @Sendable (inout SessionStore) throws -> Void
    ) async throws {
        let hasLongLog = try await engine.write { store in
            // An empty batch makes no database, and fails where the storage is not open.
            if changes.isEmpty { return try store.read(or: false) { _ in false } }
            try body(&store)
            return store.hasLog(longerThan: CheckpointPolicy.mostPages)
        }
        if hasLongLog { await engine.shortenLog() }
    }

    /// Rewrites the database, without the usernames that no peer has, and searches its files; nil in memory, where
    /// there are none. In a file's directory, what a killed backup left of the session whose auth key is given is
    /// removed. A file that is shared is left as it is (``VaultError/needsExclusive``).
    public func scrub(_ remnants: RemnantPatterns) async throws -> RemnantReport? {
        try await engine.write { try $0.read(or: nil) { try $0.scrub(remnants) } }
    }
}
