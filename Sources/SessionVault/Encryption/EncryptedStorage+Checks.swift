/// What is refused before the engine below has changed anything: a file stays as it was, its schema and its journal
/// included.
extension EncryptedStorage {
    /// What ``open()`` refuses whatever the secret.
    var openingCheck: OpeningCheck {
        { contents in
            switch try contents.session()?.authKey {
            case .envelope(let bytes):
                try self.policy.origin.requirePinned(VaultID(try Self.envelope(bytes).vaultID))
            case .plain: if self.policy.requiresEncryption { throw VaultError.notEncrypted }
            case nil:
                let hasSealedState = try contents.updateStates().contains { $0.sealed != nil }
                if hasSealedState { throw VaultError.tampered(.envelope) }
                try contents.forEachPage {
                    if $0.contains(where: { $0.sealed != nil }) { throw VaultError.tampered(.envelope) }
                }
            }
        }
    }

    /// What ``encrypt(progress:)`` refuses.
    var sealingCheck: OpeningCheck {
        { [coverage = policy.coverage] contents in
            guard let stored = try contents.session() else { throw VaultError.noSession }
            switch stored.authKey {
            case .envelope(let bytes):
                guard try Self.envelope(bytes).flags.contains(.transition) else { throw VaultError.encrypted }
            case .plain where coverage == .everything:
                try contents.requireIntact()
                for state in try contents.updateStates() { try state.requireSealable() }
                try contents.forEachPage { for peer in $0 { try peer.requireSealable() } }
            case .plain: try contents.requireIntact()
            }
        }
    }

    /// What ``decryptToPlaintext(progress:)`` refuses.
    static let unsealingCheck: OpeningCheck = { contents in
        guard let stored = try contents.session() else { throw VaultError.noSession }
        guard case .envelope(let bytes) = stored.authKey else { throw VaultError.notEncrypted }
        _ = try envelope(bytes)
        // What only an index hides would be plain with the rest.
        try contents.requireIntact()
    }

    /// The envelope of a vault.
    ///
    /// - Throws: ``VaultError/invalidEnvelope(_:)``, also for an export: that is to be imported, and in an engine it would
    ///   be a vault that others hold keys to.
    static func envelope(_ bytes: [UInt8]) throws -> Envelope {
        let envelope = try Envelope(bytes)
        guard !envelope.flags.contains(.export) else { throw VaultError.invalidEnvelope(.kind) }
        return envelope
    }
}

extension PeerRecord {
    /// - Throws: ``VaultError/unstorableValue(field:)`` where there is no sealed form of it; for the field `sealed` where
    ///   it has bytes of a wrapping layer already, which no row of a plain session has.
    func requireSealable() throws {
        guard sealed == nil else { throw VaultError.unstorableValue(field: "sealed") }
        guard SealedRow.length(ofPlain: try encodedRow().count) <= SealedRow.maximumLength else {
            throw VaultError.unstorableValue(field: "usernames")
        }
    }
}

extension UpdateStateRecord {
    /// - Throws: As for a peer.
    func requireSealable() throws {
        guard sealed == nil else { throw VaultError.unstorableValue(field: "sealed") }
    }
}
