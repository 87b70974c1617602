/// Locks a keyring that nobody uses.
///
/// Uses leave a mark and no time, since each call of a storage makes one. The mark is looked at eight times in the
/// time-out, so the keyring is locked between the time-out and 1.25 times it after its last use.
struct IdleTimer<Source: Clock<Duration>>: Sendable {
    let timeout: Duration
    let clock: Source

    private static var looks: Int { 8 }
    private static var shortestWait: Duration { .milliseconds(1) }

    /// Begins to look. The keyring is not kept alive by it.
    func start(_ keyring: Keyring) -> Task<Void, Never> {
        Task.detached { [weak keyring] in
            var (lastLook, lastUse) = (clock.now, clock.now)
            let wait = max(timeout / Self.looks, Self.shortestWait)
            while (try? await clock.sleep(until: lastLook.advanced(by: wait), tolerance: .zero)) != nil {
                guard let keyring, !keyring.isLocked else { return }
                let now = clock.now
                // Looks as far apart as that were apart because the system was suspended, and the mark may be from
                // before it.
                let wasSuspended = lastLook.duration(to: now) >= max(timeout, wait * 2)
                if keyring.takeUse(), !wasSuspended { lastUse = now }
                if wasSuspended || lastUse.duration(to: now) >= timeout { return keyring.lock() }
                lastLook = now
            }
        }
    }
}
