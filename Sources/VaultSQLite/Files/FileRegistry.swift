#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The files that this process has an SQLite connection on: a claim is held for as long as the connection is open.
///
/// POSIX locks belong to a process and die with any close of the file in it, so a second descriptor, even one that only
/// reads, would let other processes in. Whoever wants to open a session's file claims it first.
package final class FileClaim: Sendable {
    /// The file.
    package let identity: FileIdentity
    /// The process that holds it; nil where the claim failed, and there is nothing to give back.
    private let holder: ForkGeneration?

    /// Claims a file; nil where this process has it open.
    ///
    /// - Throws: ``InheritedByFork`` where the process that this one was forked from had it open. SQLite's own list of
    ///   open files came with the fork too, so it can never be opened here.
    package init?(_ identity: FileIdentity) throws(InheritedByFork) {
        self.identity = identity
        let current = ForkGeneration.current
        let other = ClaimedFiles.withLock { claimed in
            let other = claimed[identity]
            claimed[identity] = other ?? current
            return other
        }
        holder = other == nil ? current : nil
        guard let other else { return }
        try other.check()
        return nil
    }

    /// Runs `body`, which may open the file and has to close it again, while no connection of this process is on it and
    /// none can come: one that is opened elsewhere waits.
    ///
    /// - Returns: Nil, with nothing run, where there is a connection.
    package static func whileUnclaimed<Result>(
        _ identity: FileIdentity, _ body: () throws -> Result
    ) rethrows -> Result? {
        try ClaimedFiles.withLock { claimed in claimed[identity] == nil ? try body() : nil }
    }

    deinit {
        guard let holder, !holder.isInherited else { return }
        ClaimedFiles.withLock { $0[identity] = nil }
    }
}

/// The claimed files, behind a lock that a forked child finds free, whatever the other threads of its parent did.
@safe private enum ClaimedFiles {
    private nonisolated(unsafe) static var claimed: [FileIdentity: ForkGeneration] = [:]

    private nonisolated(unsafe) static let lock: UnsafeMutablePointer<pthread_mutex_t> = {
        let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        unsafe pthread_mutex_init(lock, nil)
        return unsafe lock
    }()

    /// The thread that forks takes the lock before, and gives it back on both sides.
    private static let passesForks =
        pthread_atfork(
            { unsafe pthread_mutex_lock(ClaimedFiles.lock) }, { unsafe pthread_mutex_unlock(ClaimedFiles.lock) },
            { unsafe pthread_mutex_unlock(ClaimedFiles.lock) }) == 0

    static func withLock<Result>(
        _ body: (inout [FileIdentity: ForkGeneration]) throws -> Result
    ) rethrows -> Result {
        _ = passesForks
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return unsafe try body(&claimed)
    }
}
