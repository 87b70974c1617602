#if CLI
internal import SessionVault

/// Which secret it is of those that options name, and what is asked on the terminal where none does.
struct SecretChoice {
    var given: [GivenSecret]
    var keyring: String?
    var ledger: String?
    /// What the options' names begin with, for errors.
    var prefix: String
    /// Which keyrings an identity may unlock.
    var keyringOrigin = OriginPolicy.refuseUnverified

    /// - Throws: ``Failure`` where several were given, or one is in the place of where it is.
    func checked() throws -> SecretChoice {
        guard given.count <= 1 else {
            throw Failure.usage("more than one option names the \(prefix.isEmpty ? "" : "new ")secret; one is enough")
        }
        guard ledger == nil || keyring != nil else {
            throw Failure.usage("--\(prefix)ledger goes with --\(prefix)keyring")
        }
        for secret in given { try secret.checkPlace() }
        return self
    }

    /// Whether standard input is to be read for it.
    var isStandardInput: Bool { given.contains(.passphraseDescriptor(0)) }

    /// Whether somebody has to type it.
    var isTyped: Bool { given.isEmpty || given == [.recoveryPrompt] }

    var isEmpty: Bool { given.isEmpty && keyring == nil }

    /// Reads the secret, unlocks the keyring with it where there is one, or asks for a passphrase.
    ///
    /// - Parameters:
    ///   - subject: What it opens, for the prompt.
    ///   - isNew: Whether a passphrase that is typed is asked for twice.
    func secret(for subject: String, isNew: Bool) async throws -> VaultSecret {
        guard let keyring else { return try read(subject, isNew: isNew) }
        _ = try Inspection.requireKeyring(keyring)
        try Inspection.requireLedger(ledger)
        let secret = try read(keyring, isNew: false)
        do {
            return .keyring(
                try await Progress.during("unlocking") { _ in
                    try await Failure.aboutLedger(ledger) {
                        try await Keyring.unlock(at: keyring, with: secret, origin: keyringOrigin, ledger: ledger)
                    }
                })
        } catch VaultError.unverifiedOrigin(let id) {
            throw Failure(
                .data, "\(keyring): anybody can have made this keyring who has the public half",
                hint: "--keyring-id \(id) takes this one, --accept-unverified any")
        } catch {
            throw Failure(error, about: keyring, isKeyring: true)
        }
    }

    private func read(_ subject: String, isNew: Bool) throws -> VaultSecret {
        if let secret = given.first { return try secret.read() }
        do {
            return .passphrase(try Self.ask(for: subject, isNew: isNew))
        } catch VaultError.unsuitableSecret(.noTerminal, _) {
            throw Failure(
                .noInput, "there is no terminal to ask for the \(isNew ? "new " : "")passphrase of \(subject) on",
                hint: "--\(prefix)passphrase-file, --\(prefix)passphrase-fd and --\(prefix)passphrase-env name it; "
                    + "`--help` has the others")
        }
    }

    /// Asks for a passphrase, and once more where a new one was not typed the same way twice.
    static func ask(for subject: String, isNew: Bool) throws -> Passphrase {
        let prompt = (isNew ? "New passphrase of " : "Passphrase of ") + subject.withoutControls + ": "
        for _ in 0..<2 {
            do {
                return try Passphrase(terminal: prompt, confirming: isNew)
            } catch VaultError.unsuitableSecret(.mismatch, _) {
                Diagnostics.note("the two are not the same; try again")
            }
        }
        return try Passphrase(terminal: prompt, confirming: isNew)
    }
}
#endif
