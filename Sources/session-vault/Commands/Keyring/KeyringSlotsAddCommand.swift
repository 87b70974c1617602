#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringSlotsAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a key slot to a keyring.",
        discussion: """
            EXAMPLE
              session-vault keyring slots add keys.svault --new-key-file key
            """)

    @OptionGroup var keyring: KeyringOptions
    @OptionGroup(title: "What the new slot is for") var slot: SlotOptions

    func run() async throws {
        try await keyring.withKeyring(cost: slot.cost) { keyring, _ in
            let id = try await slot.read(for: self.keyring.file)
                .add {
                    try await keyring.add($0)
                } recipient: {
                    try await keyring.add($0)
                }
            Diagnostics.note("\(self.keyring.file): added key slot \(id)")
        }
    }
}
#endif
