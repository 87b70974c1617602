internal import VaultSodium

extension Bech32m {
    static let signer = Bech32m(prefix: "svsig1", count: Signer.length, otherKind: .invalidSigner)
}

extension Signer: CustomStringConvertible {
    /// A signer from its text, `svsig1…` in lower case. White space and quotes around it are taken off.
    ///
    /// - Throws: ``VaultError/typo(missing:)`` where a character is wrong, missing or too much;
    ///   ``VaultError/invalidSigner`` where the text is of another kind or case, or the key is no such point.
    public init(_ text: String) throws {
        let bytes = try VaultError.mapping { try Bech32m.signer.decode(text.utf8.span) }
        try self.init(publicKey: try VaultError.mapping { try bytes.withBytes { [UInt8](copying: $0) } })
    }

    /// The text that ``init(_:)`` reads: `svsig1…`, 64 characters. It is no secret.
    public var description: String { Bech32m.signer.text(of: publicKey) }
}
