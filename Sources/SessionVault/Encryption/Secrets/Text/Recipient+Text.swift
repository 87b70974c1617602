internal import VaultSodium

extension Bech32m {
    static let recipient = Bech32m(prefix: "svpub1", count: Recipient.length, otherKind: .invalidRecipient)
}

extension Recipient: CustomStringConvertible {
    /// A recipient from its text, `svpub1…` in lower case. White space and quotes around it are taken off.
    ///
    /// - Throws: ``VaultError/typo(missing:)`` where a character is wrong, missing or too much;
    ///   ``VaultError/invalidRecipient`` where the text is of another kind or case, or the key is a point of small order.
    public init(_ text: String) throws {
        let bytes = try VaultError.mapping { try Bech32m.recipient.decode(text.utf8.span) }
        try self.init(publicKey: try VaultError.mapping { try bytes.withBytes { [UInt8](copying: $0) } })
    }

    /// The text that ``init(_:)`` reads: `svpub1…`, 64 characters. It is no secret.
    public var description: String { Bech32m.recipient.text(of: publicKey) }
}
