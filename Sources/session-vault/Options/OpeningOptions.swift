#if CLI
internal import ArgumentParser
internal import SessionVault

/// One secret that exists, or a keyring that it unlocks, or else a passphrase that is asked for on the terminal.
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

    @Option(
        help: ArgumentHelp(
            "Use this keyring. The options above say what unlocks it; else its passphrase is asked for.",
            valueName: "file"), completion: .file())
    var keyring: String?

    @Option(
        help: ArgumentHelp("The keyring's ledger, which shows a rollback.", valueName: "file"), completion: .file())
    var ledger: String?

    /// What the options but the keyring's name.
    var given: [GivenSecret] {
        [
            passphraseFile.map(GivenSecret.passphraseFile), passphraseFd.map(GivenSecret.passphraseDescriptor),
            passphraseEnv.map(GivenSecret.passphraseVariable), keyFile.map(GivenSecret.keyFile),
            identity.map(GivenSecret.identityFile), recoveryFile.map(GivenSecret.recoveryFile),
            recoveryCode ? .recoveryPrompt : nil,
        ].compactMap(\.self)
    }

    /// Where the secret is.
    func choice() throws -> SecretChoice {
        try SecretChoice(given: given, keyring: keyring, ledger: ledger, prefix: "").checked()
    }

    /// Where the secret is that unlocks a keyring.
    func choiceForKeyring() throws -> SecretChoice {
        guard keyring == nil else { throw Failure(VaultError.nestedKeyring) }
        return try SecretChoice(given: given, prefix: "").checked()
    }
}

/// What opens what is there, and which vaults an identity may open.
struct OpeningOptions: ParsableArguments {
    @OptionGroup var secrets: SecretOptions

    @Option(name: .customLong("vault"), help: ArgumentHelp("Open no vault but the one with this id.", valueName: "id"))
    var vault: VaultID?

    @Flag(help: "Take what an identity opens whoever made it: anybody can who has the public half.")
    var acceptUnverified = false

    /// Which vaults an identity may open.
    func origin(signers: [Signer] = []) throws -> OriginPolicy {
        guard [vault != nil, acceptUnverified, !signers.isEmpty].count(where: \.self) <= 1 else {
            throw Failure.usage("--vault, --signed-by and --accept-unverified exclude each other")
        }
        if let vault { return .pinned(vault) }
        if !signers.isEmpty { return .signed(by: Set(signers)) }
        return acceptUnverified ? .acceptUnverified : .refuseUnverified
    }

    /// Where the secret is; a keyring that an identity unlocks is taken as the vaults are.
    func choice() throws -> SecretChoice {
        var choice = try secrets.choice()
        choice.acceptsUnverifiedKeyring = acceptUnverified
        return choice
    }
}
#endif
