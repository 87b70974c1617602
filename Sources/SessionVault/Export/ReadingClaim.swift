internal import VaultLock
internal import VaultSQLite

/// Keeps this process from opening a file as a session's while it is read: the reader's close would take off its lock.
/// Any number of readers share it.
final class ReadingClaim: Sendable {
    private static let held = Lock<[FileIdentity: (claim: FileClaim, readers: Int)]>([:])

    private let identity: FileIdentity

    /// Nil where this process has the file open as a session's.
    init?(_ identity: FileIdentity) throws {
        self.identity = identity
        let isHeld = try Self.held.withLock { held in
            if let entry = held[identity] {
                held[identity] = (entry.claim, entry.readers + 1)
            } else if let claim = try FileClaim(identity) {
                held[identity] = (claim, 1)
            } else {
                return false
            }
            return true
        }
        guard isHeld else { return nil }
    }

    deinit {
        Self.held.withLock { held in
            guard let entry = held[identity] else { return }
            held[identity] = entry.readers > 1 ? (entry.claim, entry.readers - 1) : nil
        }
    }
}
