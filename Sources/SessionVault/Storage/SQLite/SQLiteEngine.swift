internal import Synchronization
internal import VaultLock

/// One database, and the order of the calls on it.
///
/// A read takes a free lock on its caller's thread, which costs no hop; a lock that is held is waited for inside the
/// actor, where waiting blocks no thread. Writes are always the actor's, so that a commit that waits for the disk holds
/// up one thread of the pool and no caller's.
actor SQLiteEngine {
    private let store: Lock<SessionStore>
    private let owner = ForkMark()
    /// What writes wait for.
    private var pause: Task<Void, Never>?

    /// Whether other processes may have it open too; see ``FileStorage/Locking/shared``.
    nonisolated let isShared: Bool

    nonisolated let losses: ConnectionLosses
    private let writes = Atomic<UInt64>(0)

    /// See ``NameOwnerSource/stamp``. Both of its parts only grow.
    nonisolated var stamp: UInt64? { isShared ? nil : writes.load(ordering: .acquiring) &+ losses.count }

    init(_ place: SessionPlace) {
        let losses = ConnectionLosses()
        self.losses = losses
        store = Lock(SessionStore(place: place, losses: losses))
        isShared = place.isShared
    }

    nonisolated func read<Result: Sendable>(
        _ body: @Sendable (inout SessionStore) throws -> Result
    ) async throws -> Result {
        try owner.check()
        // A file that others write may have to be waited for, and no caller's thread is to do that.
        if !isShared, let result = try store.withLockIfAvailable({ try body(&$0) }) { return result }
        return try await run(body)
    }

    nonisolated func write<Result: Sendable>(
        _ body: @Sendable (inout SessionStore) throws -> Result
    ) async throws -> Result {
        try owner.check()
        return try await unpaused(body)
    }

    private func unpaused<Result: Sendable>(
        _ body: @Sendable (inout SessionStore) throws -> Result
    ) async throws -> Result {
        while let pause { await pause.value }
        return try locked { store in
            defer { writes.add(1, ordering: .releasing) }
            return try body(&store)
        }
    }

    private func run<Result: Sendable>(_ body: @Sendable (inout SessionStore) throws -> Result) throws -> Result {
        try locked(body)
    }

    private nonisolated func locked<Result: Sendable>(
        _ body: @Sendable (inout SessionStore) throws -> Result
    ) throws -> Result {
        try store.withLock { store in
            owner.set()
            defer { if !store.isOpen { owner.clear() } }
            return try body(&store)
        }
    }

    /// Runs `body`, to its end whether its caller is cancelled or not. Writes wait for it, and reads do not: it may
    /// wait for the disk.
    func pausingWrites(_ body: @escaping @Sendable () async -> Void) async {
        while let pause { await pause.value }
        let new = Task.detached {
            await body()
            // Before those who wait for it go on, or they would find it once more.
            await self.endPause()
        }
        pause = new
        await new.value
    }

    private func endPause() { pause = nil }
}
