import SessionVault
import Synchronization

/// Another storage, with something that happens around its calls: a failure, a pause, another call.
final class HookedStorage: Storage {
    enum Call: Sendable {
        case open, close, delete, readSession, replaceSession, listPeers, apply, scrub, truncateJournal
    }

    typealias Hook = @Sendable (Call) async throws -> Void

    private let base: any Storage
    private let hooks = Mutex<(before: Hook?, after: Hook?)>((nil, nil))

    init(_ base: any Storage) { self.base = base }

    /// Runs `hook` before every call from now on; where it throws, the call is not made.
    func before(_ hook: @escaping Hook) { hooks.withLock { $0.before = hook } }

    /// Runs `hook` after every call from now on, and before the call returns.
    func after(_ hook: @escaping Hook) { hooks.withLock { $0.after = hook } }

    private func run<Result>(_ call: Call, _ body: () async throws -> Result) async throws -> Result {
        try await hooks.withLock { $0.before }?(call)
        let result = try await body()
        try await hooks.withLock { $0.after }?(call)
        return result
    }

    func open() async throws -> [StorageNotice] { try await run(.open) { try await base.open() } }
    func close() async throws { try await run(.close) { try await base.close() } }
    func delete() async throws { try await run(.delete) { try await base.delete() } }
    func session() async throws -> SessionRecord? { try await run(.readSession) { try await base.session() } }
    func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) async throws -> Bool {
        try await run(.replaceSession) { try await base.replaceSession(expected, with: new) }
    }
    func peer(_ lookup: PeerLookup) async throws -> PeerRecord? { try await base.peer(lookup) }
    func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        try await run(.listPeers) { try await base.peers(after: id, limit: limit) }
    }
    func updateStates() async throws -> [UpdateStateRecord] { try await base.updateStates() }
    func apply(_ changes: [StorageChange]) async throws { try await run(.apply) { try await base.apply(changes) } }
    func scrub(_ remnants: RemnantPatterns) async throws -> RemnantReport? {
        try await run(.scrub) { try await base.scrub(remnants) }
    }
    func truncateJournal() async throws { try await run(.truncateJournal) { try await base.truncateJournal() } }
    var isShared: Bool { base.isShared }
}

/// A value that several tasks read and write.
final class Shared<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>
    init(_ value: Value) { mutex = Mutex(value) }
    var value: Value { mutex.withLock { $0 } }
    func change<Result: Sendable>(_ body: @Sendable (inout Value) throws -> Result) rethrows -> Result {
        try mutex.withLock { try body(&$0) }
    }
}
