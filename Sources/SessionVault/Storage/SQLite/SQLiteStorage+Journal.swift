extension SQLiteStorage {
    /// Whether it was made with ``FileStorage/Locking/shared``.
    public var isShared: Bool { engine.isShared }

    /// Empties the log or journal, which may hold an envelope as it was before.
    ///
    /// A log that another process reads from at the moment stays until the next call that empties it.
    public func truncateJournal() async throws {
        try await engine.write { try $0.read(or: ()) { try $0.truncateJournal() } }
    }
}
