/// An engine that copies what it is kept in, page by page, while it is in use.
protocol PageSource: Storage {
    /// Whether what is written during a copy goes into it; a copy begins anew with every write where not.
    var carriesWritesIntoCopies: Bool { get }

    /// Copies everything into the empty file at `path`, which is to become the one at `place`.
    ///
    /// - Throws: ``VaultError/notOpen`` where it is not open, or was closed, or let go after a failure of the disk,
    ///   before the copy was whole; with the place's path, what the system and SQLite refused.
    func copyPages(to path: String, for place: SessionFile.Location) async throws
}

extension PageSource {
    /// Copies everything into a new file.
    func copyPages(toNewFileAt path: String) async throws {
        try await BackupFile.make(at: path) { try await copyPages(to: $1, for: $0) }
    }
}
