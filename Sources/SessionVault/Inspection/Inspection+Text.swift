internal import VaultSodium

extension Inspection {
    /// The longest text that is any of these: an export with as much in it as an envelope holds, and some lines of
    /// comment.
    package static let longestText = 32_768

    /// Tells what a text is, and what it shows. White space and quotes around it are taken off, and so are lines of
    /// comment before it, as in an identity's file.
    ///
    /// - Throws: ``VaultError/typo(missing:)`` where what it says it is has a typing error;
    ///   ``VaultError/invalidEnvelope(_:)``; ``VaultError/invalidRecipient``, ``VaultError/invalidSigner``,
    ///   ``VaultError/invalidSecret(_:)``; for everything else, ``VaultError/invalidSessionString(_:)``.
    package static func ofText(_ text: Span<UInt8>) throws -> InspectedText {
        let text = text.extracting(withoutComments(text))
        func begins(with prefix: String) -> Bool { text.starts(with: Array(prefix.utf8)) }
        if begins(with: ProtectedString.prefix) {
            return .protectedString(try InspectedVault(try ProtectedString(text).envelope))
        }
        if text.starts(with: Bech32m.recipient.prefix) {
            return .recipient(try Recipient(String(copying: try UTF8Span(validating: text))))
        }
        if text.starts(with: Bech32m.signer.prefix) {
            return .signer(try Signer(String(copying: try UTF8Span(validating: text))))
        }
        for (form, kind) in secrets where text.starts(with: form.prefix) {
            try VaultError.mapping { _ = try form.decode(text) }
            return .secret(kind)
        }
        return .sessionString(InspectedString(try SessionString(text)))
    }

    /// As ``ofText(_:)-(Span<UInt8>)``, of text that the caller has anyway.
    package static func ofText(_ text: String) throws -> InspectedText { try ofText(text.utf8.span) }

    private static let secrets: [(Bech32m, VaultError.SecretKind)] = [
        (.rawKey, .rawKey), (.recoveryCode, .recoveryCode), (.identity, .identity),
        (.signingIdentity, .signingIdentity),
    ]

    private static func withoutComments(_ text: Span<UInt8>) -> Range<Int> {
        var range = text.withoutOuterSpaceAndQuotes
        while let first = range.first, text[first] == UInt8(ascii: "#") {
            while let next = range.first, text[next] != UInt8(ascii: "\n") { range.removeFirst() }
            let rest = text.extracting(range).withoutOuterSpaceAndQuotes
            range = range.lowerBound + rest.lowerBound..<range.lowerBound + rest.upperBound
        }
        return range
    }
}
