internal import VaultLock

/// What an engine said when it was opened by a call that opens nothing for its owner, or failed afterwards: the owner
/// is told by the next opening.
final class UnseenNotices: Sendable {
    private let notices = Lock<[StorageNotice]>([])

    func add(_ more: [StorageNotice]) { notices.withLock { $0 += more.filter { [old = $0] in !old.contains($0) } } }

    func take() -> [StorageNotice] {
        notices.withLock { notices in
            defer { notices = [] }
            return notices
        }
    }
}
