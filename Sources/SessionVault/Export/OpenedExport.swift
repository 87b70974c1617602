internal import VaultSodium

/// An export that a secret opened, and whose maker is one that was asked for.
struct OpenedExport {
    let id: VaultID
    let dataKey: DataKey
    let record: VaultRecord
    let origin: VaultOrigin

    /// Opens an export's envelope. For a passphrase it takes as long as the derivation.
    ///
    /// - Parameters:
    ///   - now: In seconds since 1970.
    /// - Throws: ``VaultError/invalidEnvelope(_:)`` where the envelope is no export's;
    ///   ``VaultError/otherVault(expected:found:)``; the errors of a secret that does not open it, and of a derivation;
    ///   ``VaultError/tampered(_:)``; ``VaultError/invalidSignature``; ``VaultError/unverifiedOrigin(_:)``;
    ///   ``VaultError/expired(at:)``.
    init(
        _ envelope: Envelope, with secret: VaultSecret, origin policy: OriginPolicy, limits: KeyDerivation.Limits,
        at now: Int64
    ) async throws {
        // A vault of an engine has rows that belong to it, and is to be opened there.
        guard envelope.flags.contains(.export) else { throw VaultError.invalidEnvelope(.kind) }
        id = VaultID(envelope.vaultID)
        try policy.requirePinned(id)
        let unlocked = try await envelope.unlock(with: secret, limits: limits)
        dataKey = unlocked.dataKey
        record = try VaultError.mapping {
            try VaultRecord(try envelope.openPayload(with: unlocked.dataKey), of: envelope)
        }
        let signer = try record.signer(in: envelope.vaultID, openedBy: secret.recipient)
        origin = try policy.requireAccepted(id, openedBy: unlocked.kind, signedBy: signer)
        if let expiry = record.expiry, expiry <= now { throw VaultError.expired(at: expiry) }
        try record.session.requireReadable()
    }
}

extension VaultSecret {
    /// Whose slot it opens; nil where it is no identity.
    fileprivate var recipient: Recipient? {
        if case .identity(let identity) = self { identity.recipient } else { nil }
    }
}
