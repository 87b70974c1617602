#if CLI
internal import ArgumentParser
internal import SessionVault

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
#endif
