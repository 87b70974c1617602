import Foundation
import SessionVault
import Testing

/// A forked child that runs a piece of a test and tells by its exit status whether that went as it should.
///
/// Only the thread that forks lives on in it, so what waits for another one hangs until the alarm ends it.
enum Fork {
    private typealias Call = @convention(c) () -> pid_t

    /// How a child ended.
    enum Ending: Equatable {
        case succeeded, failed, hung
        case crashed(signal: Int32)
    }

    /// Runs `body` in a child, and gives how that ended: it fails where `body` is false or throws.
    ///
    /// Another thread of this process may be making one of Swift's globals as it forks, which the child then waits for
    /// in vain: what hangs is tried again, and what would always hang still does.
    static func run(_ body: () async throws -> Bool) async throws -> Ending { try await run(times: 4, body) }

    private static func run(times: Int, _ body: () async throws -> Bool) async throws -> Ending {
        for _ in 1..<times {
            let ending = try await runOnce(body)
            if ending != .hung { return ending }
        }
        return try await runOnce(body)
    }

    private static func runOnce(_ body: () async throws -> Bool) async throws -> Ending {
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
        if status == 0 { return .succeeded }
        let signal = status & 0x7F
        return signal == 0 ? .failed : signal == SIGALRM ? .hung : .crashed(signal: signal)
    }

    /// As ``run(_:)``, for what needs SQLite in the child. Another thread of this process may be inside SQLite as it
    /// forks, and a lock of SQLite's is then held in the child for ever: nothing of ours, and it is tried again.
    static func retrying(_ body: () async throws -> Bool) async throws -> Ending { try await run(times: 20, body) }

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
