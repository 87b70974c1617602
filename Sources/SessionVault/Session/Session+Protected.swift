extension Session {
    /// The session as text that only the passphrase opens: key, DC, account and application's id, without peers.
    ///
    /// It is a new vault, with a data key of its own: it opens nothing else, and a later change of this session's
    /// passphrase does not change it.
    ///
    /// - Parameters:
    ///   - passphrase: Opens the text.
    ///   - signer: Signs it, so that whoever opens it can tell whom it is from; nil for no signature.
    ///   - expires: When it is to be no longer used, in seconds since 1970. An import checks that, by its own clock: it
    ///     keeps from mistakes, and nobody from reading the text.
    ///   - note: A line for whoever opens it, at most 4,096 bytes of UTF-8; it is sealed with the session.
    ///   - derivation: What a guess at the passphrase costs whoever has the text.
    /// - Throws: ``VaultError/notOpen``, ``VaultError/noSession``, ``VaultError/notEnoughMemory(needs:has:)``,
    ///   ``VaultError/expired(at:)`` for a time that has passed, ``VaultError/unstorableValue(field:)`` for a note that is
    ///   too long, `CancellationError`.
    public func export(
        protectedBy passphrase: Passphrase, signedBy signer: SigningIdentity? = nil, expires: Int64? = nil,
        note: String? = nil, derivation: KeyDerivation = .standard
    ) async throws -> ProtectedString {
        let terms = ExportTerms(signer: signer, expires: expires, note: note)
        return ProtectedString(
            try await NewExport(
                of: try recordToExport(terms), protectedBy: passphrase, cost: derivation, terms
            ).sealed())
    }

    /// The session as text that only the recipients' identities open: key, DC, account and application's id, without
    /// peers.
    ///
    /// It is a new vault, as that of ``export(protectedBy:signedBy:expires:note:derivation:)``. Each of the recipients
    /// can open it, and see how many there are. Who steals an identity opens every text that was ever sealed to it.
    ///
    /// - Parameters:
    ///   - recipients: 1 to 16, each once.
    ///   - signer: Signs it, and the list of recipients with it; nil for no signature: then nothing tells whom it is
    ///     from, and who opens it has to accept that.
    ///   - expires: As there.
    ///   - note: As there.
    /// - Throws: ``VaultError/unstorableValue(field:)`` for no recipient, more than 16, or one twice; otherwise as there.
    public func export(
        sealedTo recipients: [Recipient], signedBy signer: SigningIdentity? = nil, expires: Int64? = nil,
        note: String? = nil
    ) async throws -> ProtectedString {
        let terms = ExportTerms(signer: signer, expires: expires, note: note)
        return ProtectedString(
            try await NewExport(of: try recordToExport(terms), sealedTo: recipients, terms).sealed())
    }

    /// What an export holds of the session's own values.
    ///
    /// - Throws: ``VaultError/notOpen``, ``VaultError/noSession``, and as ``ExportTerms/check(at:)``.
    func recordToExport(_ terms: ExportTerms) throws -> SessionRecord {
        guard let record = try record else { throw VaultError.noSession }
        try terms.check(at: now())
        return record
    }

    /// Takes over the session that an export holds, as ``import(_:replacing:)-(SessionString,_)`` does a plain string's.
    ///
    /// - Parameters:
    ///   - string: The session to take over.
    ///   - secret: Opens the string. It has nothing to do with the storage's own.
    ///   - origin: Which exports an identity may open: anybody who has its recipient can have made one, with a session
    ///     of his own in it.
    ///   - replacing: Whether a session with another auth key may be replaced; see
    ///     ``import(_:replacing:)-(SessionString,_)``.
    ///   - limits: What the string's derivation may cost at most.
    /// - Returns: What the export said besides the session.
    /// - Throws: ``VaultError/incorrectPassphrase``, ``VaultError/noMatchingSlot`` and the other errors of an envelope,
    ///   ``VaultError/invalidSignature``, ``VaultError/unverifiedOrigin(_:)``, ``VaultError/otherVault(expected:found:)``
    ///   and ``VaultError/expired(at:)``, before anything is changed; ``VaultError/sessionExists``; otherwise as
    ///   ``replace(authKey:dataCenter:account:apiID:)``.
    @discardableResult
    public func `import`(
        _ string: ProtectedString, with secret: VaultSecret, origin: OriginPolicy = .refuseUnverified,
        replacing: Bool = false, limits: KeyDerivation.Limits = .standard
    ) async throws -> ImportedExport {
        try requireOpen()
        // What follows the envelope would be lost.
        guard !string.envelope.flags.contains(.rowsSealed) else { throw VaultError.invalidEnvelope(.kind) }
        let export = try await OpenedExport(string.envelope, with: secret, origin: origin, limits: limits, at: now())
        try await adopt(export.record.session, replacing: replacing)
        return ImportedExport(export)
    }

    /// As ``import(_:with:origin:replacing:limits:)``, for a passphrase.
    @discardableResult
    public func `import`(
        _ string: ProtectedString, with passphrase: Passphrase, replacing: Bool = false,
        limits: KeyDerivation.Limits = .standard
    ) async throws -> ImportedExport {
        try await self.import(string, with: .passphrase(passphrase), replacing: replacing, limits: limits)
    }
}
