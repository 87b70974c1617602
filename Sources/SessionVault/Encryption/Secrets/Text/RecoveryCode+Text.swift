internal import VaultSodium

extension Bech32m {
    static let recoveryCode = Bech32m(
        prefix: "SVREC1", count: RecoveryCode.length, isGrouped: true, otherKind: .invalidSecret(.recoveryCode))
}

extension RecoveryCode {
    /// A code from its text, `SVREC1…` in upper case, read into guarded memory. White space and quotes around it are
    /// taken off, and so are hyphens and spaces behind the prefix: the groups are for the eye. The text is the caller's to
    /// wipe.
    ///
    /// - Throws: ``VaultError/typo(missing:)`` where a character is wrong, missing or too much;
    ///   ``VaultError/invalidSecret(_:)`` where the text is of another kind or case.
    public convenience init(text: Span<UInt8>) throws {
        self.init(owning: try VaultError.mapping { try Bech32m.recoveryCode.decode(text) })
    }

    /// As ``init(text:)``, from text that the caller has anyway. The caller's `String` is not wiped.
    public convenience init(_ text: String) throws {
        try self.init(text: text.utf8.span)
    }

    /// Lends the text that ``init(text:)`` reads: 46 characters of ASCII, `SVREC1` and groups of four, each behind a `-`. It
    /// sits in guarded memory and is wiped when `body` ends; what `body` makes of it is the caller's to wipe.
    ///
    /// - Throws: ``VaultError/notEnoughMemory(needs:has:)`` where there is no guarded memory left, and what `body`
    ///   throws.
    public func withText<Result>(_ body: (Span<UInt8>) throws -> Result) throws -> Result {
        let text = try VaultError.mapping { try Bech32m.recoveryCode.encode(cell) }
        return try VaultError.mapping { try text.withBytes(body) }
    }
}
