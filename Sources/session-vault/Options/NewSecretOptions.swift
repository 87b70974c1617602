#if CLI
internal import ArgumentParser
internal import SessionVault

/// What a guess at a passphrase costs that is made.
struct CostOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What a guess at a passphrase costs that is made: minimum, standard, strong, or a time such as 500ms.",
            valueName: "cost"))
    var cost: Cost = .standard

    var derivation: KeyDerivation {
        get async throws { try await cost.derivation }
    }
}

/// A passphrase that is new: given by one option, or else asked for twice on the terminal.
struct NewPassphraseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Read the new passphrase from this file, which nobody else may read.", valueName: "file"),
        completion: .file())
    var newPassphraseFile: String?

    @Option(help: ArgumentHelp("Read the new passphrase from this descriptor, to its end.", valueName: "n"))
    var newPassphraseFd: Int32?

    @Option(
        help: ArgumentHelp("Take the new passphrase from this variable, which is removed.", valueName: "var"))
    var newPassphraseEnv: String?

    var given: [GivenSecret] {
        [
            newPassphraseFile.map(GivenSecret.passphraseFile), newPassphraseFd.map(GivenSecret.passphraseDescriptor),
            newPassphraseEnv.map(GivenSecret.passphraseVariable),
        ].compactMap(\.self)
    }

    /// The new passphrase of `subject`.
    func passphrase(for subject: String) async throws -> Passphrase {
        let choice = try SecretChoice(given: given, prefix: "new-").checked()
        guard case .passphrase(let passphrase) = try await choice.secret(for: subject, isNew: true) else {
            throw Failure(.software, "a passphrase was asked of what is none")
        }
        return passphrase
    }
}

/// A secret that is to seal something, or to get a slot of its own.
struct NewSecretOptions: ParsableArguments {
    @OptionGroup var passphrases: NewPassphraseOptions

    @Option(
        help: ArgumentHelp("Read a new raw key from this file: 32 bytes, or SVKEY1….", valueName: "file"),
        completion: .file())
    var newKeyFile: String?

    var given: [GivenSecret] { passphrases.given + (newKeyFile.map { [.keyFile($0)] } ?? []) }

    /// Where the secret is.
    func choice() throws -> SecretChoice { try SecretChoice(given: given, prefix: "new-").checked() }
}

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

extension SecretChoice {
    /// The secret that seals `subject`: this one, which was called new, or else the other one, since there is nothing yet
    /// that it could open.
    func sealing(_ subject: String, or other: SecretChoice) async throws -> VaultSecret {
        guard !other.given.contains(where: \.isIdentity) || other.keyring != nil else {
            throw Failure.usage(
                "an identity opens, and seals nothing",
                hint: "seal it with another secret; `session-vault slots add NAME --to svpub1…` lets its holder in")
        }
        guard isEmpty || other.isEmpty else {
            throw Failure.usage("two secrets were given, and one seals; leave out the --new-… options or the others")
        }
        return try await (isEmpty ? other : self).secret(for: subject, isNew: true)
    }
}
#endif
