#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringSlotsRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a key slot from a keyring.",
        discussion: """
            Whoever held it may have kept the keys: `session-vault keyring rotate --keys`, and without it, shut him out.

            EXAMPLE
              session-vault keyring slots remove keys.svault 1f2e3d4c5b6a7988
            """)

    @OptionGroup var keyring: KeyringOptions

    @Argument(help: ArgumentHelp("The slot, as `slots list` shows it.", valueName: "slot"))
    var slot: SlotID

    func run() async throws {
        try await keyring.withKeyring { keyring, _ in
            try await keyring.remove(slot)
            Diagnostics.note("\(self.keyring.file): removed key slot \(slot)")
            StorageNotice.sayIfSingle(try await keyring.slots)
        }
    }
}
#endif
