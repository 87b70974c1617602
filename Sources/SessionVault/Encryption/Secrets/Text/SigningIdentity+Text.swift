internal import VaultSodium

extension Bech32m {
    static let signingIdentity = Bech32m(
        prefix: "SVSIGSEC1", count: SigningIdentity.length, otherKind: .invalidSecret(.signingIdentity))
}

extension SigningIdentity {
    /// A signing identity from its text, `SVSIGSEC1…` in upper case, read into guarded memory. White space and quotes
    /// around it are taken off. The text is the caller's to wipe.
    ///
    /// - Throws: ``VaultError/typo(missing:)`` where a character is wrong, missing or too much;
    ///   ``VaultError/invalidSecret(_:)`` where the text is of another kind or case.
    public convenience init(text: Span<UInt8>) throws {
        try self.init(owning: try VaultError.mapping { try Bech32m.signingIdentity.decode(text) })
    }

    /// As ``init(text:)``, from text that the caller has anyway. The caller's `String` is not wiped.
    public convenience init(_ text: String) throws {
        try self.init(text: text.utf8.span)
    }

    /// Lends the text that ``init(text:)`` reads: 67 characters of ASCII. It sits in guarded memory and
    /// is wiped when `body` ends; what `body` makes of it is the caller's to wipe.
    ///
    /// - Throws: ``VaultError/notEnoughMemory(needs:has:)`` where there is no guarded memory left, and what `body`
    ///   throws.
    public func withText<Result>(_ body: (Span<UInt8>) throws -> Result) throws -> Result {
        let text = try VaultError.mapping { try Bech32m.signingIdentity.encode(seed) }
        return try VaultError.mapping { try text.withBytes(body) }
    }
}
