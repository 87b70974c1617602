#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a keyring.",
        discussion: """
            EXAMPLE
              session-vault keyring create keys.svault --ledger /mnt/keys.ledger
            """)

    @Argument(help: "The new file, where nothing is yet.", completion: .file())
    var file: String

    @OptionGroup(title: "What is to unlock it") var secrets: SecretOptions
    @OptionGroup var cost: CostOption
    @Option(
        help: ArgumentHelp("Its ledger, which shows a rollback: a new file, too.", valueName: "file"),
        completion: .file())
    var ledger: String?
    // As other commands call what is new.
    @OptionGroup(visibility: .hidden) var new: NewSecretOptions

    func run() async throws {
        try await Failure.about(file) {
            try Inspection.requireNothing(atPath: file)
            let secret = try await new.choice().sealing(file, or: try secrets.choice())
            let derivation = try await cost.derivation
            let keyring = try await Progress.during("deriving") { _ in
                try await Keyring.create(at: file, with: secret, derivation: derivation, ledger: ledger)
            }
            defer { keyring.lock() }
            for notice in try await keyring.notices { notice.say() }
            Diagnostics.note("\(file): keyring \(keyring.id)")
        }
    }
}
#endif
