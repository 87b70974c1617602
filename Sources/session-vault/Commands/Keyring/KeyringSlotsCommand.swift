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
        subcommands: [KeyringSlotsList.self, KeyringSlotsAdd.self, KeyringSlotsRemove.self])
}

struct KeyringSlotsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List a keyring's key slots. No secret is needed.",
        discussion: """
            EXAMPLE
              session-vault keyring slots list keys.svault
            """)

    @Argument(help: "The keyring's file.", completion: .file())
    var file: String

    @Flag(help: "As JSON, in the shape of `slots list`.")
    var json = false

    func run() async throws {
        try SlotList(try Inspection.requireKeyring(file).vault.slots).print(json: json)
    }
}

struct KeyringSlotsAdd: AsyncParsableCommand {
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
        let derivation = try await slot.cost.derivation
        try await keyring.withKeyring(derivation: derivation) { keyring, _ in
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

struct KeyringSlotsRemove: AsyncParsableCommand {
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
