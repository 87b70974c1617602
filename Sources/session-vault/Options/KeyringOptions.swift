#if CLI
internal import ArgumentParser
internal import SessionVault

/// A keyring's file, and what unlocks it.
struct KeyringOptions: ParsableArguments {
    @Argument(help: "The keyring's file.", completion: .file())
    var file: String

    @OptionGroup(title: "What unlocks the keyring") var secrets: SecretOptions
    @Option(
        help: ArgumentHelp("The keyring's ledger, which shows a rollback.", valueName: "file"), completion: .file())
    var ledger: String?
    @OptionGroup var origin: OriginOptions

    /// Unlocks the keyring for the time of `body`.
    ///
    /// - Parameters:
    ///   - cost: What passphrase slots cost that are made meanwhile.
    ///   - beginningLedger: Whether the ledger that is named is to be made; otherwise it has to be there.
    ///   - body: Gets the keyring and the secret that unlocked it.
    func withKeyring<Result>(
        cost: CostOption? = nil, beginningLedger: Bool = false,
        _ body: (Keyring, VaultSecret) async throws -> Result
    ) async throws -> Result {
        let choice = try secrets.choice()
        return try await Failure.about(file, isKeyring: true) {
            _ = try Inspection.requireKeyring(file)
            if !beginningLedger { try Inspection.requireLedger(ledger) }
            let secret = try await choice.secret(for: file, isNew: false)
            let derivation = try await cost?.derivation ?? .standard
            let keyring = try await Progress.during("unlocking") { _ in
                try await Failure.aboutLedger(ledger) {
                    try await Keyring.unlock(
                        at: file, with: secret, derivation: derivation, origin: try origin.policy(), ledger: ledger)
                }
            }
            defer { keyring.lock() }
            StorageNotice.say(try await keyring.notices)
            return try await body(keyring, secret)
        }
    }
}
#endif
