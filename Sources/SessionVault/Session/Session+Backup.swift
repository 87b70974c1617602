extension Session {
    /// Writes a copy of the open session into a new file at `path`, a session's file as ``FileStorage`` makes it.
    ///
    /// A sealed session stays sealed: the copy has the same vault and opens with the same passphrase. A plain one is
    /// copied in the clear, **auth key included**: guard the copy as you guard the file. Nothing is opened or sealed on
    /// the way, so it goes nowhere else. A session that has no auth key yet is copied as that.
    ///
    /// The copy is the session as it was at one moment of the call. Of a ``FileStorage``, plain or sealed, that is the
    /// call's end: look-ups and writes go on, and what is written meanwhile is in the copy. While a session of another
    /// engine is copied, its writes and a re-key wait, and the copy waits for one that runs; the engine's records go into the copy as they are, but for what the file has
    /// no place for (``FileStorage``).
    ///
    /// It is made under another name in the same directory, with mode 0600 whatever the umask, and appears under its
    /// own when it is whole and on the disk, with its directory's entry: it replaces nothing, survives a loss of power,
    /// and needs no file beside it. After an error or a cancellation there is no copy. What a crash in the middle leaves is
    /// one file, whose name begins with `.sessionvault-`; <doc:Guarantees> says who removes it. It takes as much space
    /// as the session and little memory, whatever the session's size.
    ///
    /// To restore, see <doc:Guarantees>. Use one of the two only: an auth key that is used from two places gets its
    /// account logged out.
    ///
    /// - Parameter path: Where nothing is yet. The directory is one that a ``FileStorage`` accepts.
    /// - Throws: ``VaultError/notOpen`` where the session is not open, or was closed before the copy was whole;
    ///   ``VaultError/unsuitableFile(_:path:)`` with ``VaultError/FileFlaw/exists`` or why it cannot be made there;
    ///   ``VaultError/diskFull`` and what else the system refuses, with this path; `CancellationError`;
    ///   ``VaultError/unstorableValue(field:)`` where a row of another engine cannot be kept in such a file; and what
    ///   the storage throws.
    public func backup(to path: String) async throws {
        try requireOpen()
        let engine = storage.engineBelow
        guard let source = engine as? any PageSource else {
            return try await inTurn {
                try requireOpen()
                try await storage.withoutRekey { try await engine.copyRecords(toNewFileAt: path) }
            }
        }
        if source.carriesWritesIntoCopies { return try await source.copyPages(toNewFileAt: path) }
        try await inTurn {
            try requireOpen()
            try await source.copyPages(toNewFileAt: path)
        }
    }
}
