#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringSlotsListCommand: AsyncParsableCommand {
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
#endif
