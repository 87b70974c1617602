extension Session {
    /// The session's plain string in a sealed box for one X25519 key, as text: what PyNaCl's `SealedBox` opens, and
    /// what code hosts take as a secret of a repository.
    ///
    /// Whoever has the key's other half gets the **unprotected** string. There is no signature and no expiry; where the
    /// receiver has this library, ``export(sealedTo:signedBy:expires:note:)`` says more.
    ///
    /// - Parameters:
    ///   - key: The public key in standard base64, as the host's interface gives it: 44 characters.
    ///   - form: How the string in the box is laid out.
    ///   - apiID: The application's id for the string, where it is not the stored one.
    /// - Returns: The box in standard base64, with padding.
    /// - Throws: ``VaultError/invalidRecipient`` where the key is none, or a point of small order, whose boxes anybody
    ///   opens; otherwise as ``exportPlaintext(as:apiID:)``.
    public func export(
        sealedToRawBoxKey key: String, as form: SessionString.Form = .pyrogram, apiID: Int32? = nil
    ) async throws -> String {
        try await exportPlaintext(as: form, apiID: apiID).withUnprotectedUTF8 { try RawBox.seal($0, toKey: key) }
    }

    /// Takes over the session whose plain string is in a sealed box, as ``import(_:replacing:)-(SessionString,_)`` does.
    ///
    /// Anybody who has the recipient's public key can have made the box, with a session of his own in it: what is done
    /// with that session, he sees. The call's name is the consent to that, and its result says it again.
    ///
    /// - Parameters:
    ///   - text: The box in standard base64.
    ///   - identity: Opens the box.
    ///   - replacing: Whether a session with another auth key may be replaced.
    /// - Returns: ``VaultOrigin/unverified``, always: a box says nothing of who made it.
    /// - Throws: ``VaultError/invalidBox`` where it is for another recipient or was changed; ``VaultError/typo(missing:)``
    ///   where the text is no base64; ``VaultError/invalidSessionString(_:)`` where something else is in it;
    ///   ``VaultError/sessionExists``; otherwise as ``replace(authKey:dataCenter:account:apiID:)``.
    @discardableResult
    public func `import`(
        unverifiedBox text: String, with identity: Identity, replacing: Bool = false
    ) async throws -> VaultOrigin {
        try requireOpen()
        let string = try RawBox.open(text.utf8.span, with: identity) { try SessionString($0) }
        try await self.import(string, replacing: replacing)
        return .unverified
    }
}
