internal import VaultLock

/// The idle time-out.
extension Keyring {
    /// It was used, and so is not idle. Every call of a storage that it opened comes here.
    func noteUse() { uses.note() }

    /// Runs `body`, and is used until it returns or throws: what takes longer than the time-out is not to lose its keys in
    /// the midst of it.
    func whileUsed<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        uses.begin()
        defer { uses.end() }
        return try await body()
    }

    /// Whether it was used since the last call, or is used now.
    func takeUse() -> Bool { uses.take() }

    /// Locks it when it was not used for `timeout` by the clock; see ``IdleTimer``.
    func lock(afterIdle timeout: Duration, _ clock: some Clock<Duration>) {
        idleTimer.withLock { timer in
            timer?.cancel()
            timer = IdleTimer(timeout: timeout, clock: clock).start(self)
        }
    }
}
