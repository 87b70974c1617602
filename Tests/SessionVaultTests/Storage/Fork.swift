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
            alarm(3)
            let isRight = (try? await body()) ?? false
            _exit(isRight ? 0 : 1)
        }
        var status: Int32 = -1
        try #require(unsafe waitpid(child, &status, 0) == child)
        return status == 0 ? .succeeded : status == SIGALRM ? .hung : .failed
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
