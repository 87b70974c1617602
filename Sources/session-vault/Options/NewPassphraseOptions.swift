#if CLI
internal import ArgumentParser
internal import SessionVault

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
#endif
