#if CLI
internal import ArgumentParser
internal import SessionVault

/// Where a secret is that exists.
struct SecretOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Read the passphrase from this file, which nobody else may read.", valueName: "file"),
        completion: .file())
    var passphraseFile: String?

    @Option(help: ArgumentHelp("Read the passphrase from this descriptor, to its end.", valueName: "n"))
    var passphraseFd: Int32?

    @Option(
        help: ArgumentHelp(
            "Take the passphrase from this variable, which is removed. A file is better.", valueName: "var"))
    var passphraseEnv: String?

    @Option(
        help: ArgumentHelp("Read a raw key from this file: 32 bytes, or SVKEY1….", valueName: "file"),
        completion: .file())
    var keyFile: String?

    @Option(
        help: ArgumentHelp("Read an identity from this file: SVSEC1….", valueName: "file"), completion: .file())
    var identity: String?

    @Option(
        help: ArgumentHelp("Read a recovery code from this file: SVREC1….", valueName: "file"), completion: .file())
    var recoveryFile: String?

    @Flag(help: "Ask for a recovery code on the terminal.")
    var recoveryCode = false

    /// What they name.
    var given: [GivenSecret] {
        [
            passphraseFile.map(GivenSecret.passphraseFile), passphraseFd.map(GivenSecret.passphraseDescriptor),
            passphraseEnv.map(GivenSecret.passphraseVariable), keyFile.map(GivenSecret.keyFile),
            identity.map(GivenSecret.identityFile), recoveryFile.map(GivenSecret.recoveryFile),
            recoveryCode ? .recoveryPrompt : nil,
        ].compactMap(\.self)
    }

    /// The one secret, or the passphrase that is asked for where none is named.
    func choice() throws -> SecretChoice { try SecretChoice(given: given, prefix: "").checked() }
}

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
