internal import Synchronization
internal import VaultSQLite

/// Whether what is open was opened by this process, and not by one that it was forked from.
///
/// It is asked before any lock is waited for: a lock that another thread held at the moment of the fork is held in the
/// child for ever, and a task that suspends there never comes back, since the threads of the pool are not forked.
struct ForkMark: ~Copyable, Sendable {
    private let opener = Atomic<UInt32>(0)

    /// This process opens.
    func set() { opener.store(ForkGeneration.current.number, ordering: .relaxed) }

    /// Nothing is open.
    func clear() { opener.store(0, ordering: .relaxed) }

    /// - Throws: ``VaultError/inheritedByFork``.
    func check() throws(VaultError) {
        let opener = opener.load(ordering: .relaxed)
        if opener != 0, opener != ForkGeneration.current.number { throw .inheritedByFork }
    }
}
