internal import VaultSodium

/// libsodium's anonymous public-key box as text: what PyNaCl's `SealedBox` opens, and what code hosts take for the
/// secrets of their runners.
///
/// It is a box and nothing else: no version, no signature, and no word about who made it.
package enum RawBox {
    /// More characters are not looked at: code hosts take 64 KiB of base64, and a session string has 548.
    private static let longestText = 128 * 1024
    private static let keyTextLength = 44

    /// A box of the bytes, which the holder of the public key's other half opens.
    ///
    /// - Parameter key: The X25519 public key in standard base64, 44 characters with the padding.
    /// - Throws: ``VaultError/invalidRecipient``.
    package static func seal(_ bytes: Span<UInt8>, toKey key: String) throws -> String {
        let recipient = try recipient(key)
        return try VaultError.mapping {
            let box = try SealedBox.seal(try SecretBytes(copying: bytes), to: recipient.publicKey.span)
            return Base64.text(box.span)
        }
    }

    /// Lends what is in a box, in guarded memory. White space and quotes around the text are taken off.
    ///
    /// - Throws: ``VaultError/typo(missing:)`` where the text is no base64; ``VaultError/sealedString`` and
    ///   ``VaultError/plainSessionString`` where it is one of those; ``VaultError/invalidBox``.
    package static func open<Result>(
        _ text: Span<UInt8>, with identity: Identity, _ body: (Span<UInt8>) throws -> Result
    ) throws -> Result {
        let text = text.extracting(text.withoutOuterSpaceAndQuotes)
        if text.starts(with: Array(ProtectedString.prefix.utf8)) { throw VaultError.sealedString }
        if SessionString.isOne(text) { throw VaultError.plainSessionString }
        guard text.count <= longestText, let box = Base64.bytes(text) else { throw VaultError.typo(missing: 0) }
        return try VaultError.mapping {
            do {
                return try identity.open(box.span).withBytes(body)
            } catch SodiumError.forged {
                throw VaultError.invalidBox
            }
        }
    }

    /// The public key in standard base64.
    ///
    /// - Throws: ``VaultError/invalidRecipient``.
    package static func recipient(_ key: String) throws -> Recipient {
        let given = key.utf8.span
        let text = given.extracting(given.withoutOuterSpaceAndQuotes)
        guard text.count == keyTextLength, let bytes = Base64.bytes(text) else { throw VaultError.invalidRecipient }
        return try Recipient(publicKey: bytes)
    }
}
