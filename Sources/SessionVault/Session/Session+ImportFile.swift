extension Session {
    /// Takes over the session in another client's file, and its peers.
    ///
    /// It is a plain file of any schema that ``FileStorage`` opens, of pyrofork's 4, or of Telethon's 1 to 8. It is read
    /// under its lock, so that no client has it open meanwhile, and left byte for byte as it is; only the rollback journal
    /// that a crashed client left is played back. Nothing is migrated. The session and its file then have one auth key:
    /// use one of them only, or the account gets logged out.
    ///
    /// All of it is read once before anything is changed. Then the session is taken over, in one atomic and durable write,
    /// as by ``import(_:replacing:)``, and the peers in batches, with the dates that they have. After an error or a
    /// cancellation among those, import the file again. A stored peer that was seen later than the file's is kept.
    ///
    /// Update states are not taken: the client goes on from where it is itself, and two that have the same ones would
    /// both miss updates. What the file does not say stays unknown. A Telethon file does not say whether the account is a bot's,
    /// so that the account is to be set once it is known, as the application's id; it tells the test environment only by
    /// a DC's well-known address, and of a peer only whether it is a user, a group or a channel.
    ///
    /// - Parameters:
    ///   - path: The file: a plain one of this user's alone, with one name.
    ///   - includingPeers: Whether the peers are taken, too.
    ///   - replacing: Whether a session with another auth key may be replaced; see ``import(_:replacing:)``.
    ///   - progress: Called after each batch of peers that was stored, with how many there are in all.
    /// - Returns: How many peers the file has; 0 where they are not taken.
    /// - Throws: ``VaultError/unsuitableFile(_:path:)``, with ``VaultError/FileFlaw/missing`` where nothing is there;
    ///   ``VaultError/locked(pid:)`` where a client has it open; ``VaultError/unsupportedSchema(_:path:)``;
    ///   ``VaultError/damagedFile(path:)``; ``VaultError/encrypted`` where it is sealed: open it, and export it;
    ///   ``VaultError/noSession`` where there is no auth key in it; ``VaultError/invalidValue(column:)`` and
    ///   ``VaultError/unstorableValue(field:)`` for a value in it that no session has; ``VaultError/sessionExists``;
    ///   `CancellationError`; and what the storage throws.
    @discardableResult
    public func `import`(
        sessionFile path: String, includingPeers: Bool = true, replacing: Bool = false,
        progress: @escaping @Sendable (RowProgress) -> Void = { _ in }
    ) async throws -> Int {
        try requireOpen()
        let file = try ImportedFile(path)
        let record = try file.session()
        var state = RowProgress(rowsDone: 0, rowsTotal: 0)
        if includingPeers { try await file.forEachPage { state.rowsTotal += $0.count } }
        try await adopt(record, replacing: replacing)
        guard includingPeers else { return 0 }
        progress(state)
        try await file.forEachPage { page in
            try await restore(page)
            state.advance(by: page.count)
            progress(state)
        }
        return state.rowsTotal
    }
}
