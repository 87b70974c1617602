internal import VaultSodium

extension Keyring {
    /// Makes a keyring file with one slot and one root, and unlocks it. For a passphrase it takes as long as the
    /// derivation.
    ///
    /// The file is private (mode 0600), whole and durable when the call returns, or not there. Its slots are all that
    /// opens it: add another, for a ``RecoveryCode`` say, before there are vaults that hang on it.
    ///
    /// - Parameters:
    ///   - path: The file. Its directory has to be there, and to be out of the reach of others.
    ///   - secret: Opens it; no keyring.
    ///   - derivation: What a guess at a passphrase costs.
    ///   - limits: What the derivations of the file may cost at most.
    ///   - ledger: The path of a ``Ledger``, as in
    ///     ``unlock(at:with:derivation:limits:origin:ledger:idleTimeout:)``. It is made before the keyring's file.
    ///   - idleTimeout: As there.
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` where something is there, which is never replaced, and for an
    ///   unsuitable path or directory; ``VaultError/otherVault(expected:found:)`` where the ledger is
    ///   another keyring's; ``VaultError/nestedKeyring``; ``VaultError/invalidIdleTimeout``; of a derivation, ``VaultError/notEnoughMemory(needs:has:)`` and
    ///   `CancellationError`; ``VaultError/diskFull`` and what else the system refuses.
    public static func create(
        at path: String, with secret: VaultSecret, derivation: KeyDerivation = .standard,
        limits: KeyDerivation.Limits = .standard, ledger: String? = nil, idleTimeout: Duration? = nil
    ) async throws -> Keyring {
        try secret.requireNoKeyring()
        guard idleTimeout.map({ $0 > .zero }) ?? true else { throw VaultError.invalidIdleTimeout }
        let file = try LockedFile(path, maximumLength: Envelope.maximumLength)
        guard try file.read() == nil else { throw VaultError.unsuitableFile(.exists, path: path) }
        let owner = try SlotOwner(ofKeyring: secret)
        try limits.check([derivation])
        let dataKey = try VaultError.mapping { try DataKey.random() }
        var envelope = Envelope(
            kind: .keyring, flags: [], vaultID: Sodium.randomBytes(Envelope.vaultIDLength), epoch: 1, generation: 0,
            slots: [], payloadNonce: [], payload: [], mac: [])
        let slot = try await KeySlot.make(
            dataKey, for: owner, cost: derivation, vaultID: envelope.vaultID, epoch: envelope.epoch)
        envelope.slots = [slot]
        let record = KeyringRecord(roots: [try VaultError.mapping { try Root.random() }])
        let contents = KeyringKeys.Contents(envelope: envelope, record: record)
        var keys = KeyringKeys(contents, dataKey: dataKey, openedBy: SlotID(slot.id), kind: slot.kind)
        let sealed = try keys.seal(contents)
        var anchor: Ledger?
        if let ledger {
            anchor = try await Ledger.open(at: ledger, of: sealed.envelope, dataKey) { sealed.envelope.epoch }
        }
        try file.create(sealed.envelope.bytes)
        keys.note(sealed)
        do {
            try await anchor?.noteWritten(sealed.envelope)
        } catch {
            // Nobody has used it yet.
            try? file.remove()
            throw error
        }
        let keyring = Keyring(
            keys, id: VaultID(envelope.vaultID), file: file,
            policy: Policy(derivation: derivation, limits: limits, origin: .acceptUnverified), ledger: anchor)
        if let idleTimeout { keyring.lock(afterIdle: idleTimeout, ContinuousClock()) }
        return keyring
    }

    /// Unlocks a keyring file, by whichever slot fits the secret. For a passphrase it takes as long as a derivation for
    /// each passphrase slot that is tried.
    ///
    /// - Parameters:
    ///   - path: The file: a plain one of this user's alone, with one name.
    ///   - secret: Opens it; no keyring.
    ///   - derivation: What a guess at a passphrase costs in slots that are made.
    ///   - limits: What the derivations of the file may cost at most.
    ///   - origin: Whether an identity may open it, which is the same question as for a vault: anybody can make a
    ///     keyring for a recipient, and would know the roots of it. It is about other secrets only where it pins an id.
    ///   - ledger: The path of a ``Ledger``, which is made where it is missing for the first time; nil for none.
    ///   - idleTimeout: Locks the keyring when no key was used for that long, and for no more than 1.25 times as long;
    ///     nil for never, and 0 or less is refused. Each call of a storage that it opened, and of its own, is a use; an opening, a migration, a
    ///     re-key, a scrub, a listing and every write are one from their beginning to their end. The clock goes on
    ///     while the system is suspended, and a keyring is locked that wakes up after more than the time-out, whatever
    ///     was under way.
    /// - Throws: ``VaultError/nestedKeyring``; ``VaultError/invalidIdleTimeout``; ``VaultError/unsuitableFile(_:path:)``,
    ///   also where it is no keyring's; ``VaultError/invalidEnvelope(_:)``; ``VaultError/incorrectPassphrase``; ``VaultError/noMatchingSlot``; ``VaultError/unverifiedOrigin(_:)``;
    ///   ``VaultError/otherVault(expected:found:)``; ``VaultError/tampered(_:)``; the errors of the bounds of
    ///   derivations and of memory; `CancellationError`; and of a ledger, that it is missing, was changed, is another
    ///   keyring's, or knows a later state of the file (``VaultError/rolledBack(known:found:)``).
    public static func unlock(
        at path: String, with secret: VaultSecret, derivation: KeyDerivation = .standard,
        limits: KeyDerivation.Limits = .standard, origin: OriginPolicy = .refuseUnverified, ledger: String? = nil,
        idleTimeout: Duration? = nil
    ) async throws -> Keyring {
        try secret.requireNoKeyring()
        guard idleTimeout.map({ $0 > .zero }) ?? true else { throw VaultError.invalidIdleTimeout }
        let file = try LockedFile(path, maximumLength: Envelope.maximumLength)
        let policy = Policy(derivation: derivation, limits: limits, origin: origin)
        while true {
            let envelope = try file.envelope()
            do {
                let keyring = try await unlock(envelope, in: file, with: secret, policy, ledger: ledger)
                if let idleTimeout { keyring.lock(afterIdle: idleTimeout, ContinuousClock()) }
                return keyring
            } catch VaultError.changedMeanwhile {
                // Its keys were rotated since it was read; where they were not, the ledger is of a later key than the file.
                guard try file.envelope().epoch > envelope.epoch else { throw VaultError.tampered(.ledger) }
            }
        }
    }

    private static func unlock(
        _ envelope: Envelope, in file: LockedFile, with secret: VaultSecret, _ policy: Policy, ledger: String?
    ) async throws -> Keyring {
        let id = VaultID(envelope.vaultID)
        try policy.origin.requirePinned(id)
        let unlocked = try await envelope.unlock(with: secret, limits: policy.limits)
        try policy.origin.requireAccepted(id, openedBy: unlocked.kind)
        var opened: Ledger?
        if let ledger {
            opened = try await Ledger.open(at: ledger, of: envelope, unlocked.dataKey) { try file.envelope().epoch }
        }
        let current = try file.latestEnvelope(of: id, unlocked.dataKey, epoch: envelope.epoch, opened)
        try await opened?.record(current)
        let keys = KeyringKeys(
            try KeyringKeys.contents(current, unlocked.dataKey), dataKey: unlocked.dataKey, openedBy: unlocked.slot,
            kind: unlocked.kind)
        return Keyring(keys, id: id, file: file, policy: policy, ledger: opened)
    }
}
