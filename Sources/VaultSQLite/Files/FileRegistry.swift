internal import Synchronization

/// The files that this process has an SQLite connection on: a claim is held for as long as the connection is open.
///
/// POSIX locks belong to a process and die with any close of the file in it, so a second descriptor, even one that only
/// reads, would let other processes in. Whoever wants to open a session's file claims it first.
package final class FileClaim: Sendable {
    private static let claimed = Mutex<Set<FileIdentity>>([])

    /// The file.
    package let identity: FileIdentity

    /// Claims a file; nil where this process has it open.
    package init?(_ identity: FileIdentity) {
        guard Self.claimed.withLock({ $0.insert(identity).inserted }) else { return nil }
        self.identity = identity
    }

    deinit { Self.claimed.withLock { _ = $0.remove(identity) } }
}
