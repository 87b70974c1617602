#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringSlotsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots",
        abstract: "List, add and remove the key slots that unlock a keyring.",
        discussion: """
            EXAMPLE
              session-vault keyring slots add keys.svault --recovery
            """,
        subcommands: [KeyringSlotsListCommand.self, KeyringSlotsAddCommand.self, KeyringSlotsRemoveCommand.self])
}
#endif
