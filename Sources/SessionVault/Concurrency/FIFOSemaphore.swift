internal import VaultLock

/// A number of permits that are held across suspensions and handed out in the order in which they were asked for. With
/// one permit it is a lock.
///
/// An actor does not do in the place of that lock: it is free for the next call at every `await` inside, so what was
/// read before a write can be stale by then.
final class FIFOSemaphore: Sendable {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var permits: Int
        var nextID: UInt64 = 0
        var waiters: [Waiter] = []
    }

    private let state: Lock<State>

    init(permits: Int) { state = Lock(State(permits: permits)) }

    /// How many tasks wait.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Runs `body` with a permit.
    ///
    /// - Parameter isCancellable: Whether a cancelled task gives up before its turn. Where not, it waits for as long as the turns
    ///   before its own take.
    /// - Throws: `CancellationError` where the task was cancelled before its turn came, and what `body` throws. A
    ///   cancelled task gives up its place at once; one whose turn has come runs `body`.
    @discardableResult
    func withPermit<Result>(
        isCancellable: Bool = true, _ body: () async throws -> Result
    ) async throws -> Result {
        if isCancellable {
            try await acquire()
        } else {
            await acquireInAnyCase()
        }
        defer { release() }
        return try await body()
    }

    /// Takes a permit, to be given back by ``release()``, from any thread.
    ///
    /// - Throws: `CancellationError`; no permit is held then.
    func acquire() async throws {
        try Task.checkCancellation()
        let id: UInt64? = state.withLock { state in
            guard state.permits == 0 else {
                state.permits -= 1
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

    /// Takes a permit, in a cancelled task too.
    private func acquireInAnyCase() async {
        let isFree = state.withLock { state in
            guard state.permits > 0 else { return false }
            state.permits -= 1
            return true
        }
        // A task of its own is not cancelled with this one, and nothing else makes it fail.
        if !isFree { try? await Task { try await acquire() }.value }
    }

    /// Passes the permit on. It is not free in between, so nobody overtakes the first in the queue.
    func release() {
        let next = state.withLock { state in
            guard !state.waiters.isEmpty else {
                state.permits += 1
                return nil as Waiter?
            }
            return state.waiters.removeFirst()
        }
        next?.continuation.resume()
    }

    /// Queues the waiter, unless a permit came free or the task was cancelled in between. The flag of a cancelled task
    /// is set before its handler runs, so one of the two, this check or the handler's search, sees the other.
    private func wait(_ waiter: Waiter) {
        let outcome: Swift.Result<Void, any Error>? = state.withLock { state in
            if Task.isCancelled { return .failure(CancellationError()) }
            guard state.permits == 0 else {
                state.permits -= 1
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
}
