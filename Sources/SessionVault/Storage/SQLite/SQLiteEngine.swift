internal import Synchronization

/// One database, and the order of the calls on it.
///
/// A read takes a free lock on its caller's thread, which costs no hop; a lock that is held is waited for inside the
/// actor, where waiting blocks no thread. Writes are always the actor's, so that a commit that waits for the disk holds
/// up one thread of the pool and no caller's.
actor SQLiteEngine {
    private let store: Mutex<SessionStore>

    init(_ place: SessionPlace) { store = Mutex(SessionStore(place: place)) }

    nonisolated func read<Result: Sendable>(
        _ body: @Sendable (inout SessionStore) throws -> Result
    ) async throws -> Result {
        if let result = try store.withLockIfAvailable({ try body(&$0) }) { return result }
        return try await write(body)
    }

    func write<Result: Sendable>(_ body: @Sendable (inout SessionStore) throws -> Result) throws -> Result {
        try store.withLock { try body(&$0) }
    }
}
