internal import Dispatch
internal import VaultLock
internal import VaultSodium

/// Where Argon2id runs: at most two derivations at once in a process, each on a thread that no task runs on.
///
/// A derivation takes 0.1 to 3 s and cannot be stopped. A cancelled caller does not wait for it; what it yields then is
/// wiped unseen, and its permit comes back when it ends.
enum DerivationThread {
    static let permits = FIFOSemaphore(permits: 2)
    /// What the derivations that have begun were promised, in bytes: the system does not show it as taken before they
    /// have touched it.
    private static let promised = Lock(0)
    /// What a derivation takes beside Argon2id's own memory, in bytes.
    static let reserve = 4 * 1_048_576

    /// Waits for a permit, checks that the memory is there, and runs `work`.
    ///
    /// - Throws: ``VaultError/notEnoughMemory(needs:has:)``, `CancellationError`, what `work` throws.
    static func run<Value: Sendable>(
        memory: Int, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await permits.acquire()
        let pending = Pending<Value>(permit: permits)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard pending.begin(continuation) else { return }
                // A queue of its own has a thread of its own, beyond the pool that tasks share.
                DispatchQueue(label: "SessionVault.derivation").async {
                    pending.end(Result { try VaultError.mapping { try withMemory(memory, work) } })
                }
            }
        } onCancel: {
            pending.cancel()
        }
    }

    /// Runs `work` with that much memory. What does not fit beside another derivation waits for its end, on this
    /// thread, which is its own: part of what the other was promised shows as taken already, and how much cannot be
    /// told.
    private static func withMemory<Value>(_ memory: Int, _ work: () throws -> Value) throws -> Value {
        let needed = memory + reserve
        while try !promise(needed) { _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(10)) }
        defer { promised.withLock { $0 -= needed } }
        return try work()
    }

    /// - Returns: False where it does not fit beside the derivation that runs.
    private static func promise(_ needed: Int) throws -> Bool {
        try promised.withLock { promised in
            let enough = needed + promised
            if let available = AvailableMemory.bytes(enough: enough), enough > available {
                guard promised > 0 else { throw VaultError.notEnoughMemory(needs: needed, has: available) }
                return false
            }
            promised += needed
            return true
        }
    }

    /// One derivation's caller, answered once: by the result or by a cancellation, whichever is first.
    private final class Pending<Value: Sendable>: Sendable {
        private enum State {
            case new, cancelled, answered
            case waiting(CheckedContinuation<Value, any Error>)
        }

        private let state = Lock(State.new)
        private let permit: FIFOSemaphore

        init(permit: FIFOSemaphore) { self.permit = permit }

        /// False where it was cancelled before: the work need not start.
        func begin(_ continuation: CheckedContinuation<Value, any Error>) -> Bool {
            let begins = state.withLock { state in
                guard case .new = state else { return false }
                state = .waiting(continuation)
                return true
            }
            if !begins {
                permit.release()
                continuation.resume(throwing: CancellationError())
            }
            return begins
        }

        func end(_ result: Result<Value, any Error>) {
            permit.release()
            answer(result)
        }

        func cancel() {
            let wasNew = state.withLock { state in
                guard case .new = state else { return false }
                state = .cancelled
                return true
            }
            if !wasNew { answer(.failure(CancellationError())) }
        }

        private func answer(_ result: Result<Value, any Error>) {
            let continuation = state.withLock { state in
                guard case .waiting(let continuation) = state else {
                    return nil as CheckedContinuation<Value, any Error>?
                }
                state = .answered
                return continuation
            }
            continuation?.resume(with: result)
        }
    }
}
