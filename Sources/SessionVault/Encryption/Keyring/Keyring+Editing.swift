/// What the keyring's file holds by now, and changes of it.
extension Keyring {
    /// Reads what the file holds now, and keeps its roots.
    ///
    /// - Throws: ``VaultError/keyringLocked``; ``VaultError/unsuitableFile(_:path:)``;
    ///   ``VaultError/otherVault(expected:found:)`` where another keyring took its place;
    ///   ``VaultError/changedMeanwhile`` where somebody else rotated its keys; ``VaultError/tampered(_:)``;
    ///   ``VaultError/rolledBack(known:found:)`` where the ledger knows a later state, and as ``Ledger/forget(_:)``.
    func read() throws -> KeyringKeys.Contents {
        let keys = try keys()
        do {
            let contents = try keys.open(
                try file.latestEnvelope(of: id, keys.dataKey, epoch: keys.epoch, ledger))
            note(contents)
            return contents
        } catch VaultError.changedMeanwhile {
            // A rotation of its own was faster.
            guard try self.keys().epoch != keys.epoch else { throw VaultError.changedMeanwhile }
            return try read()
        }
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

    /// Changes what the file holds, in one atomic and durable write on what is there now: nothing is written on a state
    /// that was put back, as far as the ledger can tell.
    ///
    /// - Parameter change: Returns false where nothing is to be written.
    /// - Returns: What the file holds then, and whether it was written.
    /// - Throws: What `change` throws, with nothing written; as ``read()``; ``VaultError/exhausted``;
    ///   ``VaultError/unstorableValue(field:)``; `CancellationError` before anything is written; ``VaultError/diskFull``
    ///   and what else the system refuses, where the last step, to make the write durable, may have failed after it.
    @discardableResult
    func edit(
        _ change: @Sendable (inout KeyringKeys.Contents) throws -> Bool
    ) async throws -> (contents: KeyringKeys.Contents, isWritten: Bool) {
        // Before there is a lock to wait for, and one to be left beside a file that is gone.
        _ = try read()
        return try await whileUsed {
            let (contents, isWritten) = try await file.withLock {
                var contents = try read()
                guard try change(&contents) else { return (contents, false) }
                let sealed = try keys().seal(contents)
                try file.replace(with: sealed.envelope.bytes)
                note(sealed)
                return (sealed, true)
            }
            if isWritten { try await ledger?.noteWritten(contents.envelope) }
            return (contents, isWritten)
        }
    }
}

extension LockedFile {
    /// The keyring's envelope in it, of which nothing is to be believed yet.
    ///
    /// - Throws: As ``read()``; ``VaultError/unsuitableFile(_:path:)`` where it is missing, or no keyring's;
    ///   ``VaultError/invalidEnvelope(_:)``.
    func envelope() throws -> Envelope {
        do {
            guard let bytes = try read() else { throw VaultError.unsuitableFile(.missing, path: path) }
            return try Envelope(bytes, kind: .keyring)
        } catch VaultError.invalidEnvelope(let flaw) {
            let (beginning, magic) = (try beginning(VaultError.FileFlaw.recognizedLength), Envelope.Kind.keyring.magic)
            guard !beginning.isEmpty, beginning.starts(with: magic) || magic.starts(with: beginning) else {
                throw VaultError.unsuitableFile(.init(recognizing: beginning), path: path)
            }
            throw VaultError.invalidEnvelope(flaw)
        }
    }

    /// The keyring's envelope in it: one that is sealed under `dataKey` and no older than the ledger knows.
    ///
    /// A writer writes the file first, and then the ledger. So a file that is newer is as it should be, and where the
    /// ledger is, both may have been written since the file was read: then it holds a later state by now.
    ///
    /// - Throws: ``VaultError/otherVault(expected:found:)``; ``VaultError/changedMeanwhile`` where it says that it is of a
    ///   later epoch; ``VaultError/tampered(_:)``; ``VaultError/rolledBack(known:found:)``; as ``envelope()``, and as
    ///   ``Ledger/forget(_:)``.
    func latestEnvelope(
        of keyring: VaultID, _ dataKey: DataKey, epoch: UInt32, _ ledger: Ledger?
    ) throws -> Envelope {
        var envelope = try envelope(of: keyring, dataKey, epoch)
        while true {
            do {
                try ledger?.requireLatest(envelope)
                return envelope
            } catch VaultError.rolledBack(let known, let found) {
                let now = try self.envelope(of: keyring, dataKey, epoch)
                guard LedgerRecord.State(now).follows(LedgerRecord.State(envelope)) else {
                    throw VaultError.rolledBack(known: known, found: found)
                }
                envelope = now
            }
        }
    }

    private func envelope(of keyring: VaultID, _ dataKey: DataKey, _ epoch: UInt32) throws -> Envelope {
        let envelope = try envelope()
        let found = VaultID(envelope.vaultID)
        guard found == keyring else { throw VaultError.otherVault(expected: keyring, found: found) }
        guard envelope.epoch <= epoch else { throw VaultError.changedMeanwhile }
        try VaultError.mapping { try envelope.verify(with: dataKey) }
        return envelope
    }
}
