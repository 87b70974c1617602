extension Storage {
    /// Empties the journal, which may hold an envelope as it was before. Other engines have no journal that is known
    /// here.
    ///
    /// A log that another process reads from at the moment stays until the next call that empties it.
    func truncateJournal() async throws {
        guard let storage = self as? any SQLiteStorage else { return }
        try await storage.engine.write { try $0.read(or: ()) { try $0.truncateJournal() } }
    }
}
