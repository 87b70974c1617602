#if CLI
internal import ArgumentParser
internal import SessionVault

struct PassphraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "passphrase",
        abstract: "Change a session's passphrase.",
        discussion: """
            It is one write, and nothing is re-encrypted: a copy of the file from before still opens with the passphrase \
            from before. For that, `session-vault rotate`, and where the old one got out, log the session out.

            EXAMPLE
              session-vault passphrase my_account
            """)

    @OptionGroup var argument: SessionArgument

    @Option(help: ArgumentHelp("The key slot that is meant, where there are several passphrases.", valueName: "id"))
    var slot: SlotID?

    @OptionGroup var session: SessionOptions
    @OptionGroup(title: "The new passphrase") var new: NewPassphraseOptions
    @OptionGroup var cost: CostOption

    private var name: SessionName { argument.name }

    func run() async throws {
        try await session.withSession(name, cost: cost) { session, _ in
            let passphrase = try await new.passphrase(for: name.given)
            try await Progress.during("deriving") { _ in
                try await session.vault.changePassphrase(to: passphrase, of: slot)
            }
            StorageNotice.sayIfSingle(try await session.vault.slots)
        }
        Diagnostics.note("\(name.given): the passphrase is changed")
    }
}
#endif
