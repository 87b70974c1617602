#if CLI
internal import ArgumentParser
internal import SessionVault

/// A keyring that is to open something.
struct NewKeyringOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Use this keyring. The --new-… options above say what unlocks it; else its passphrase is asked for.",
            valueName: "file"), completion: .file())
    var newKeyring: String?

    @Option(
        help: ArgumentHelp("That keyring's ledger, which shows a rollback.", valueName: "file"), completion: .file())
    var newLedger: String?

    /// The keyring, unlocked by what is given, or else what is given itself.
    func choice(_ secrets: NewSecretOptions) throws -> SecretChoice {
        try SecretChoice(given: secrets.given, keyring: newKeyring, ledger: newLedger, prefix: "new-").checked()
    }
}
#endif
