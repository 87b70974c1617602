#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringInspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what a keyring's file shows without a secret.",
        discussion: """
            EXAMPLE
              session-vault keyring inspect keys.svault --json
            """)

    @Argument(help: "The keyring's file.", completion: .file())
    var file: String

    @Flag(help: "As JSON, in the shape of `inspect`.")
    var json = false

    func run() async throws {
        var report = Report(.keyring(try Inspection.requireKeyring(file)))
        report.name = file
        try report.print(json: json)
    }
}
#endif
