extension Session {
    /// The session as text that only the passphrase opens: key, DC, account and application's id, without peers.
    ///
    /// It is a new vault, with a data key of its own: it opens nothing else, and a later change of this session's
    /// passphrase does not change it.
    ///
    /// - Parameters:
    ///   - passphrase: Opens the text.
    ///   - derivation: What a guess at the passphrase costs whoever has the text.
    /// - Throws: ``VaultError/notOpen``, ``VaultError/noSession``, ``VaultError/notEnoughMemory(needs:has:)``,
    ///   `CancellationError`.
    public func export(
        protectedBy passphrase: Passphrase, derivation: KeyDerivation = .standard
    ) async throws -> ProtectedString {
        guard let record = try record else { throw VaultError.noSession }
        let (vault, envelope) = try await UnlockedVault.create(
            for: .passphrase(passphrase), cost: derivation, flags: .export)
        return ProtectedString(try vault.seal(VaultRecord(session: record.withTrueAddress), into: envelope))
    }

    /// Takes over the session that a protected string holds, as ``import(_:replacing:)`` does a plain one's.
    ///
    /// - Parameters:
    ///   - string: The session to take over.
    ///   - passphrase: Opens the string. It has nothing to do with the storage's own.
    ///   - replacing: Whether a session with another auth key may be replaced; see ``import(_:replacing:)``.
    ///   - limits: What the string's derivation may cost at most.
    /// - Throws: ``VaultError/incorrectPassphrase`` and the other errors of an envelope, and
    ///   ``VaultError/expired(at:)``, before anything is changed;
    ///   ``VaultError/sessionExists``; otherwise as ``replace(authKey:dataCenter:account:apiID:)``.
    public func `import`(
        _ string: ProtectedString, with passphrase: Passphrase, replacing: Bool = false,
        limits: KeyDerivation.Limits = .standard
    ) async throws {
        try requireOpen()
        // A vault of an engine has rows that belong to it, and is to be opened there.
        guard string.envelope.flags.contains(.export) else { throw VaultError.invalidEnvelope(.kind) }
        let dataKey = try await string.envelope.unlock(with: passphrase, limits: limits).dataKey
        let record = try VaultError.mapping {
            try VaultRecord(try string.envelope.openPayload(with: dataKey), of: string.envelope)
        }
        if record.isSigned { throw VaultError.invalidEnvelope(.signed) }
        if let expiry = record.expiry, expiry <= now() { throw VaultError.expired(at: expiry) }
        try record.session.requireReadable()
        try await adopt(record.session, replacing: replacing)
    }
}
