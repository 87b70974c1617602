extension Session {
    /// Opens every row of the open session and counts, for an owner who wants to know whether all of it is there to be
    /// read. Nothing is written.
    ///
    /// Of a sealed session the envelope is opened anew, and then each row. One that does not open is counted and does
    /// not end it: see ``VerificationReport/isIntact``. Of a plain one, rows are read and counted. Rows are read page by
    /// page, so any number takes little memory. Look-ups and writes go on; what is written meanwhile is counted or not.
    /// A re-key waits, and where one runs, this waits for it.
    ///
    /// A row that is missing is not found out: whoever can write to the storage can remove rows unseen.
    ///
    /// - Parameter progress: Called after each batch of rows.
    /// - Returns: The counts.
    /// - Throws: ``VaultError/notOpen``; ``VaultError/tampered(_:)`` where it is the envelope;
    ///   ``VaultError/keyringLocked``; `CancellationError`; and what the storage throws, ``VaultError/invalidValue(column:)``
    ///   among it where a row holds what no row can.
    public func verify(
        progress: @escaping @Sendable (RowProgress) -> Void = { _ in }
    ) async throws -> VerificationReport {
        try requireOpen()
        guard let sealed = storage as? EncryptedStorage else { return try await storage.verifyRows(progress) }
        return try await sealed.verify(progress)
    }
}
