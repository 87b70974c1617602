#if CLI
internal import ArgumentParser
internal import SessionVault

/// What opens a session: one secret, or a keyring, or else a passphrase that is asked for on the terminal.
struct OpeningOptions: ParsableArguments {
    @OptionGroup var secrets: SecretOptions
    @OptionGroup var keyring: KeyringFileOptions
    @OptionGroup var origin: OriginOptions

    /// Where the secret is; a keyring that an identity unlocks is taken as the sessions are.
    func choice() throws -> SecretChoice {
        var choice = try keyring.choice(secrets)
        if origin.acceptUnverified { choice.keyringOrigin = .acceptUnverified }
        return choice
    }
}
#endif
