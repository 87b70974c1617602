internal import Synchronization

/// The idle time-out.
extension Keyring {
    /// It was used, and so is not idle. Every call of a storage that it opened comes here.
    func noteUse() { uses.note() }

    /// Whether it was used since the last call.
    func takeUse() -> Bool { uses.take() }

    /// Locks it when it was not used for `timeout` by the clock; see ``IdleTimer``.
    func lock(afterIdle timeout: Duration, _ clock: some Clock<Duration>) {
        idleTimer.withLock { timer in
            timer?.cancel()
            timer = IdleTimer(timeout: timeout, clock: clock).start(self)
        }
    }
}
