internal import Synchronization

/// Whether a keyring is used: what its idle timer asks.
struct Uses: ~Copyable, Sendable {
    private let wasUsed = Atomic<Bool>(false)
    private let underWay = Atomic<Int>(0)

    /// It was used. One load, and now and then a store.
    func note() {
        if !wasUsed.load(ordering: .relaxed) { wasUsed.store(true, ordering: .relaxed) }
    }

    /// A use begins that takes its time, until a call of ``end()``.
    func begin() { underWay.add(1, ordering: .relaxed) }

    /// It ends, and was a use until now.
    func end() {
        note()
        underWay.subtract(1, ordering: .releasing)
    }

    /// Whether it was used since the last call, or is.
    func take() -> Bool {
        // First: who ends between the two has left his mark by then.
        let isUsed = underWay.load(ordering: .acquiring) > 0
        return wasUsed.exchange(false, ordering: .relaxed) || isUsed
    }
}
