#if CLI
internal import ArgumentParser
internal import SessionVault

struct SlotsAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a key slot to a session.",
        discussion: """
            Whoever holds any slot's secret can read, write and add slots. The options without new- say what opens the \
            session now.

            EXAMPLE
              session-vault slots add my_account --recovery
              session-vault slots add my_account --to svpub1… --passphrase-file old
            """)

    @OptionGroup var argument: SessionArgument

    @OptionGroup var session: SessionOptions
    @OptionGroup(title: "What the new slot is for") var slot: SlotOptions
    @OptionGroup(title: "Or a keyring") var keyring: NewKeyringOptions

    private var name: SessionName { argument.name }

    func run() async throws {
        try await session.withSession(name, cost: slot.cost) { session, _ in
            let vault = try session.vault
            let id = try await slot.read(for: name.given, keyring: keyring).add {
                try await vault.add($0)
            } recipient: {
                try await vault.add($0)
            }
            Diagnostics.note("\(name.given): added key slot \(id)")
        }
    }
}
#endif
