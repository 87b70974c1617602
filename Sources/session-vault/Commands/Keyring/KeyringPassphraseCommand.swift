#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringPassphraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "passphrase",
        abstract: "Change a keyring's passphrase.",
        discussion: """
            EXAMPLE
              session-vault keyring passphrase keys.svault
            """)

    @OptionGroup var keyring: KeyringOptions

    @Option(help: ArgumentHelp("The key slot that is meant, where there are several passphrases.", valueName: "id"))
    var slot: SlotID?

    @OptionGroup(title: "The new passphrase") var new: NewPassphraseOptions
    @OptionGroup var cost: CostOption

    func run() async throws {
        try await keyring.withKeyring(cost: cost) { keyring, _ in
            let passphrase = try await new.passphrase(for: self.keyring.file)
            try await Progress.during("deriving") { _ in try await keyring.changePassphrase(to: passphrase, of: slot) }
            StorageNotice.sayIfSingle(try await keyring.slots)
        }
        Diagnostics.note("\(keyring.file): the passphrase is changed")
    }
}
#endif
