#if CLI
internal import ArgumentParser
internal import SessionVault

struct SlotsRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a key slot from a session.",
        discussion: """
            It reaches no copy of the file, and its holder may have kept the keys: `session-vault rotate` shuts him out of \
            what is written from then on, and only a log-out on the server takes the account from who read the auth key.

            EXAMPLE
              session-vault slots remove my_account 1f2e3d4c5b6a7988
            """)

    @OptionGroup var argument: SessionArgument

    @Argument(help: ArgumentHelp("The slot, as `slots list` shows it.", valueName: "slot"))
    var slot: SlotID

    @OptionGroup var session: SessionOptions

    private var name: SessionName { argument.name }

    func run() async throws {
        try await session.withSession(name) { session, _ in
            try await session.vault.remove(slot)
            Diagnostics.note("\(name.given): removed key slot \(slot)")
            StorageNotice.sayIfSingle(try await session.vault.slots)
        }
    }
}
#endif
