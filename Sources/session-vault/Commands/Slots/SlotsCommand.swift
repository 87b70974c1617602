#if CLI
internal import ArgumentParser

struct SlotsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots",
        abstract: "List, add and remove the key slots that open a session.",
        discussion: """
            EXAMPLE
              session-vault slots add my_account --recovery
            """,
        subcommands: [SlotsListCommand.self, SlotsAddCommand.self, SlotsRemoveCommand.self])
}
#endif
