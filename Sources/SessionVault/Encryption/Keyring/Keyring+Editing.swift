/// What the keyring's file holds by now, and changes of it.
extension Keyring {
    /// The envelope that was read, or a later one: another process may have changed the file since, and the ledger with it.
    ///
    /// - Throws: ``VaultError/rolledBack(known:found:)`` where the file is as it was read, and the ledger knows a later one.
    static func latest(
        _ envelope: Envelope, _ dataKey: DataKey, in file: LockedFile, _ ledger: Ledger?
    ) async throws -> Envelope {
        var current = envelope
        while true {
            do {
                try await ledger?.check(current)
                return current
            } catch VaultError.rolledBack(let known, let found) {
                let now = try file.envelope()
                guard now != current, now.vaultID == envelope.vaultID else {
                    throw VaultError.rolledBack(known: known, found: found)
                }
                try VaultError.mapping { try now.verify(with: dataKey) }
                current = now
            }
        }
    }

    /// Reads what the file holds now, and keeps its roots.
    ///
    /// - Throws: ``VaultError/keyringLocked``; ``VaultError/unsuitableFile(_:path:)``;
    ///   ``VaultError/otherVault(expected:found:)`` where another keyring took its place; ``VaultError/tampered(_:)``.
    func read() throws -> KeyringKeys.Contents {
        let keys = try keys()
        let envelope = try file.envelope()
        let found = VaultID(envelope.vaultID)
        guard found == id else { throw VaultError.otherVault(expected: id, found: found) }
        let contents = try keys.open(envelope)
        note(contents)
        return contents
    }

    /// Looks whether another process changed the roots.
    ///
    /// - Returns: Whether they are others than before.
    func refresh() throws -> Bool {
        let before = try rootKeys().map(\.id)
        _ = try read()
        return try rootKeys().map(\.id) != before
    }

    /// The root that new slots are made for, as the file has it now: another process may have rotated it, and drop the
    /// one that was active before when every vault that it knows of has moved.
    ///
    /// - Throws: As ``read()``.
    var activeRoot: Root {
        get throws {
            _ = try read()
            return try rootKeys()[0]
        }
    }

    /// Changes what the file holds, in one atomic and durable write on what is there now.
    ///
    /// - Parameter change: Returns false where nothing is to be written.
    /// - Returns: What the file holds then.
    /// - Throws: What `change` throws, with nothing written; as ``read()``; ``VaultError/exhausted``;
    ///   ``VaultError/unstorableValue(field:)``; `CancellationError` before anything is written; ``VaultError/diskFull``
    ///   and what else the system refuses, where the last step, to make the write durable, may have failed after it.
    @discardableResult
    func edit(_ change: @Sendable (inout KeyringKeys.Contents) throws -> Bool) async throws -> KeyringKeys.Contents {
        // Before there is a lock to wait for, and one to be left beside a file that is gone.
        _ = try read()
        let (contents, isWritten) = try await file.withLock {
            var contents = try read()
            guard try change(&contents) else { return (contents, false) }
            let sealed = try keys().seal(contents)
            try file.replace(with: sealed.envelope.bytes)
            note(sealed)
            return (sealed, true)
        }
        if isWritten { try await ledger?.noteWritten(contents.envelope) }
        return contents
    }
}

extension LockedFile {
    /// The keyring's envelope in it.
    ///
    /// - Throws: As ``read()``; ``VaultError/unsuitableFile(_:path:)`` where it is missing;
    ///   ``VaultError/invalidEnvelope(_:)``.
    func envelope() throws -> Envelope {
        guard let bytes = try read() else { throw VaultError.unsuitableFile(.missing, path: path) }
        return try Envelope(bytes, kind: .keyring)
    }
}
