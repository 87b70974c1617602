internal import Synchronization

/// A lock that is held across suspensions and passed on in the order in which it was asked for.
///
/// An actor does not do: it is free for the next call at every `await` inside, so what was read before a write can be
/// stale by then.
final class FIFOLock: Sendable {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var isHeld = false
        var nextID: UInt64 = 0
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    /// How many tasks wait.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Runs `body` while no other is run.
    ///
    /// - Throws: `CancellationError` where the task was cancelled before its turn came, and what `body` throws. A
    ///   cancelled task gives up its place at once; one whose turn has come runs `body`.
    @discardableResult
    func withLock<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await acquire()
        defer { release() }
        return try await body()
    }

    private func acquire() async throws {
        try Task.checkCancellation()
        let id: UInt64? = state.withLock { state in
            guard state.isHeld else {
                state.isHeld = true
                return nil
            }
            state.nextID += 1
            return state.nextID
        }
        guard let id else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait(Waiter(id: id, continuation: $0)) }
        } onCancel: {
            cancel(id)
        }
    }

    /// Queues the waiter, unless the lock came free or the task was cancelled in between. The flag of a cancelled task
    /// is set before its handler runs, so one of the two, this check or the handler's search, sees the other.
    private func wait(_ waiter: Waiter) {
        let outcome: Swift.Result<Void, any Error>? = state.withLock { state in
            if Task.isCancelled { return .failure(CancellationError()) }
            guard state.isHeld else {
                state.isHeld = true
                return .success(())
            }
            state.waiters.append(waiter)
            return nil
        }
        if let outcome { waiter.continuation.resume(with: outcome) }
    }

    private func cancel(_ id: UInt64) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    /// Passes the lock on. It stays held in between, so nobody overtakes the first in the queue.
    private func release() {
        let next = state.withLock { state in
            guard !state.waiters.isEmpty else {
                state.isHeld = false
                return nil as Waiter?
            }
            return state.waiters.removeFirst()
        }
        next?.continuation.resume()
    }
}
