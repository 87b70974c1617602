#if CLI
internal import ArgumentParser
internal import FoundationEssentials
internal import SessionVault

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what a session, a keyring, an export or a text is. No secret is needed.",
        discussion: """
            Nothing is changed, and nothing that is sealed is verified: whoever can write a file can have it show anything \
            (`session-vault verify` opens it). A session that a client has open is not looked at.

            EXAMPLE
              session-vault inspect my_account
              session-vault inspect - --json < protected.txt
            """)

    @Argument(
        help: ArgumentHelp("A session's name, a file, or - for a text on standard input.", valueName: "name"),
        completion: .file())
    var name: String

    @Flag(help: "As JSON.")
    var json = false

    func run() async throws {
        let report = try Failure.about(name == "-" ? "standard input" : name, report)
        try report.print(json: json)
    }

    private func report() throws -> Report {
        if name == "-" {
            return Report(try InputText.ofStandardInput { try Inspection.ofText($0) })
        }
        // A session's name goes before the path of another file, such as a keyring's.
        if let session = SessionName(argument: name), session.path == name || session.isThere || !isFile {
            return Report(.session(try Inspection.ofSession(try session.checked().path)))
        }
        return Report(try Inspection.ofFile(name))
    }

    private var isFile: Bool { FileManager.default.fileExists(atPath: name) }
}
#endif
