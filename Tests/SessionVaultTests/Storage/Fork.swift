import Foundation
import SessionVault
import Testing

/// A forked child that runs a piece of a test and tells by its exit status whether that went as it should.
///
/// Only the thread that forks lives on in it, so what waits for another one hangs until the alarm ends it.
enum Fork {
    private typealias Call = @convention(c) () -> pid_t

    /// How a child ended.
    enum Ending: Equatable { case succeeded, failed, hung }

    /// Runs `body` in a child, and gives how that ended: it fails where `body` is false or throws.
    static func run(_ body: () async throws -> Bool) async throws -> Ending {
        // Swift hides the call, since little may be done in a child.
        let symbol = unsafe try #require(unsafe dlsym(nil, "fork"))
        let fork = unsafe unsafeBitCast(symbol, to: Call.self)
        let child = fork()
        if child == 0 {
            // A thread of the pool, which this may be one of, blocks signals.
            var signals = sigset_t()
            unsafe sigemptyset(&signals)
            unsafe sigaddset(&signals, SIGALRM)
            unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            alarm(5)
            let isRight = (try? await body()) ?? false
            _exit(isRight ? 0 : 1)
        }
        var status: Int32 = -1
        try #require(unsafe waitpid(child, &status, 0) == child)
        return status == 0 ? .succeeded : status == SIGALRM ? .hung : .failed
    }

    /// As ``run(_:)``, for what needs SQLite in the child. Another thread of this process may be inside SQLite as it
    /// forks, and a lock of SQLite's is then held in the child for ever: nothing of ours, and it is tried again.
    static func retrying(_ body: () async throws -> Bool) async throws -> Ending {
        for _ in 1..<20 {
            let ending = try await run(body)
            if ending != .hung { return ending }
        }
        return try await run(body)
    }

    /// Whether every call is refused as one on what came with the fork.
    static func areRefused(_ calls: (() async throws -> Void)...) async -> Bool {
        for call in calls {
            do {
                try await call()
                return false
            } catch { if error as? VaultError != .inheritedByFork { return false } }
        }
        return true
    }
}
