internal import Synchronization

/// A number of permits, handed out in the order in which they were asked for. Waiting suspends, and can be cancelled.
final class FIFOSemaphore: Sendable {
    private struct State {
        var permits: Int
        var nextTicket = 0
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        /// Tickets that were cancelled before their wait began.
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    init(permits: Int) { state = Mutex(State(permits: permits)) }

    /// Runs `body` with a permit.
    ///
    /// - Throws: `CancellationError` where the task is cancelled before a permit is had; what `body` throws.
    func withPermit<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await acquire()
        defer { release() }
        return try await body()
    }

    /// Takes a permit, to be given back by ``release()``.
    ///
    /// - Throws: `CancellationError`; no permit is held then.
    func acquire() async throws {
        let ticket = state.withLock { state in
            defer { state.nextTicket += 1 }
            return state.nextTicket
        }
        // A cancellation may come when the permit is had already; its mark is not left behind.
        defer { state.withLock { _ = $0.cancelled.remove(ticket) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(ticket, continuation)
            }
        } onCancel: {
            cancel(ticket)
        }
    }

    /// Gives a permit back; the longest waiter has it next.
    func release() {
        let next = state.withLock { state in
            if state.waiting.isEmpty {
                state.permits += 1
                return nil as CheckedContinuation<Void, any Error>?
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }

    private func enter(_ ticket: Int, _ continuation: CheckedContinuation<Void, any Error>) {
        let outcome: Swift.Result<Void, any Error>? = state.withLock { state in
            if state.cancelled.remove(ticket) != nil { return .failure(CancellationError()) }
            guard state.permits > 0 else {
                state.waiting.append((ticket, continuation))
                return nil
            }
            state.permits -= 1
            return .success(())
        }
        if let outcome { continuation.resume(with: outcome) }
    }

    /// A cancelled ticket that is neither waiting nor still to enter has its permit already, and keeps it.
    private func cancel(_ ticket: Int) {
        let waiter = state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                state.cancelled.insert(ticket)
                return nil as CheckedContinuation<Void, any Error>?
            }
            return state.waiting.remove(at: index).continuation
        }
        waiter?.resume(throwing: CancellationError())
    }
}
