extension Session {
    /// The session as an **unprotected** string: who reads its text has the account.
    ///
    /// - Parameters:
    ///   - form: How the text is laid out.
    ///   - apiID: The application's id for the string, where it is not the stored one.
    /// - Throws: ``VaultError/notOpen``, ``VaultError/noSession``; ``VaultError/unstorableValue(field:)`` for a value
    ///   that the form cannot hold; ``VaultError/missingValue(field:)`` for an account or an application's id that there
    ///   is not: clients would ask for it on the terminal, where a server waits for ever.
    public func exportPlaintext(as form: SessionString.Form, apiID: Int32? = nil) async throws -> SessionString {
        guard let account = try account else { throw VaultError.missingValue(field: "account") }
        return try SessionString(
            form: form, authKey: authKey, dataCenter: dataCenter, account: account, apiID: apiID ?? self.apiID)
    }
}

extension Session {
    /// Writes the session **in the clear**, with its peers and update states, into a new file at `path`, which Pyrogram's
    /// family opens: who reads the file has the account.
    ///
    /// The file is one that ``FileStorage`` makes, private (mode 0600), and whole and durable when the call returns, or not
    /// there. The session stays as it is: to unseal it in its place, see
    /// ``EncryptedStorage/decryptToPlaintext(progress:)``. Use one of the two only: an auth key that is used from two
    /// places gets its account logged out.
    ///
    /// - Parameters:
    ///   - path: Where nothing is yet. The directory is one that a ``FileStorage`` accepts.
    ///   - progress: Called after each batch of peers.
    /// - Throws: ``VaultError/noSession``; ``VaultError/changedMeanwhile`` where a re-key came in between;
    ///   ``VaultError/tampered(_:)`` where a row was changed; otherwise as ``backup(to:)``.
    public func exportPlaintext(
        to path: String, progress: @escaping @Sendable (RowProgress) -> Void = { _ in }
    ) async throws {
        try await inTurn {
            guard try record != nil else { throw VaultError.noSession }
            try await storage.copyRecords(toNewFileAt: path, progress)
        }
    }
}
