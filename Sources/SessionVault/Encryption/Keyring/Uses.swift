internal import Synchronization

/// Whether a keyring is used: what its idle timer asks.
struct Uses: ~Copyable, Sendable {
    private let wasUsed = Atomic<Bool>(false)

    /// It was used. One load, and now and then a store.
    func note() {
        if !wasUsed.load(ordering: .relaxed) { wasUsed.store(true, ordering: .relaxed) }
    }

    /// Whether it was used since the last call.
    func take() -> Bool { wasUsed.exchange(false, ordering: .relaxed) }
}
