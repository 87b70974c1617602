#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a keyring.",
        discussion: """
            EXAMPLE
              session-vault keyring create keys.svault --ledger /elsewhere/keys.ledger
            """)

    @Argument(help: "The new file, where nothing is yet.", completion: .file())
    var file: String

    @OptionGroup(title: "What is to unlock it") var new: NewSecretOptions
    @OptionGroup(title: "The same, by the names of other commands") var old: SecretOptions

    func run() async throws {
        guard new.newKeyring == nil else { throw Failure(VaultError.nestedKeyring) }
        try await Failure.about(file) {
            try Inspection.requireNothing(atPath: file)
            let secret = try await new.sealing(file, try old.choiceForKeyring())
            let keyring = try await Keyring.create(
                at: file, with: secret, derivation: try await new.passphrases.cost.derivation, ledger: old.ledger)
            defer { keyring.lock() }
            for notice in try await keyring.notices { notice.say() }
            Diagnostics.note("\(file): keyring \(keyring.id)")
        }
    }
}
#endif
