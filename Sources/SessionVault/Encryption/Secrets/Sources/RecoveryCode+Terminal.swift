internal import VaultSodium

extension RecoveryCode {
    /// Asks for a code's text, `SVREC1…` in any groups, on the terminal, as ``Passphrase/init(terminal:confirming:)`` asks
    /// for a passphrase.
    ///
    /// - Throws: As that, and ``VaultError/typo(missing:)``, ``VaultError/invalidSecret(_:)``.
    public convenience init(terminal prompt: String) throws {
        let line = try VaultError.mapping(source: "the recovery code") {
            try Terminal.withoutEcho { try $0.line(prompt, limit: Self.longestSource) }
        }
        self.init(owning: try VaultError.mapping { try line.withBytes { try Bech32m.recoveryCode.decode($0) } })
    }
}
