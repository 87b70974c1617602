import SessionVault
import Synchronization

/// A dictionary engine that writes down what it is asked for, and can be told to fail or to wait.
final class RecordingStorage: Storage {
    enum Call: Equatable {
        case open, close, delete, session, replace, peer(PeerLookup), peers([PeerLookup]), page, updateStates
        case apply([StorageChange])
    }

    struct Failure: Error, Equatable {}

    let base = DictionaryStorage()
    private let recorded = Mutex<[Call]>([])
    private let hook = Mutex<(@Sendable (Call) async throws -> Void)?>(nil)

    /// The calls since they were last taken.
    var calls: [Call] { recorded.withLock { $0 } }

    /// The calls since this was last asked for.
    func takeCalls() -> [Call] {
        recorded.withLock { calls in
            defer { calls = [] }
            return calls
        }
    }

    /// Runs `body` before each call from now on.
    func before(_ body: @escaping @Sendable (Call) async throws -> Void) { hook.withLock { $0 = body } }

    private func record(_ call: Call) async throws {
        recorded.withLock { $0.append(call) }
        try await hook.withLock { $0 }?(call)
    }

    func open() async throws -> [StorageNotice] {
        try await record(.open)
        _ = try await base.open()
        return [.memoryNotLocked]
    }

    func close() async throws {
        try await record(.close)
        await base.close()
    }

    func delete() async throws {
        try await record(.delete)
        await base.delete()
    }

    func session() async throws -> SessionRecord? {
        try await record(.session)
        return try await base.session()
    }

    func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) async throws -> Bool {
        try await record(.replace)
        return try await base.replaceSession(expected, with: new)
    }

    func peer(_ lookup: PeerLookup) async throws -> PeerRecord? {
        try await record(.peer(lookup))
        return try await base.peer(lookup)
    }

    func peers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?] {
        try await record(.peers(lookups))
        return try await base.peers(lookups)
    }

    func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        try await record(.page)
        return try await base.peers(after: id, limit: limit)
    }

    func updateStates() async throws -> [UpdateStateRecord] {
        try await record(.updateStates)
        return try await base.updateStates()
    }

    func apply(_ changes: [StorageChange]) async throws {
        try await record(.apply(changes))
        try await base.apply(changes)
    }
}
