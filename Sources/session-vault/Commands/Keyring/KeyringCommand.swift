#if CLI
internal import ArgumentParser

struct KeyringCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keyring",
        abstract: "Keep one file of keys that opens any number of sessions.",
        discussion: """
            EXAMPLE
              session-vault keyring create keys.svault
              session-vault encrypt --keyring keys.svault *.session
            """,
        subcommands: [
            KeyringCreateCommand.self, KeyringInspectCommand.self, KeyringPassphraseCommand.self,
            KeyringSlotsCommand.self, KeyringRotateCommand.self, KeyringLedgerCommand.self,
        ])

    /// What its commands are called.
    static var names: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }
}
#endif
