#if CLI
internal import ArgumentParser
internal import SessionVault

/// A keyring that opens sessions.
struct KeyringFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Use this keyring. The options above say what unlocks it; else its passphrase is asked for.",
            valueName: "file"), completion: .file())
    var keyring: String?

    @Option(
        help: ArgumentHelp("The keyring's ledger, which shows a rollback.", valueName: "file"), completion: .file())
    var ledger: String?

    @Option(help: ArgumentHelp("Use no keyring but the one with this id.", valueName: "id"))
    var keyringId: VaultID?

    /// The keyring, unlocked by what is given, or else what is given itself.
    func choice(_ secrets: SecretOptions) throws -> SecretChoice {
        var choice = SecretChoice(given: secrets.given, keyring: keyring, ledger: ledger, prefix: "")
        if let keyringId { choice.keyringOrigin = .pinned(keyringId) }
        return try choice.checked()
    }
}
#endif
