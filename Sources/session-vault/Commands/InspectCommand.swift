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
        var report = try report()
        report.name = name == "-" ? nil : name
        try report.print(json: json)
    }

    private func report() throws -> Report {
        if name == "-" {
            return try known("standard input") { Report(try InputText.ofStandardInput { try Inspection.ofText($0) }) }
        }
        let session = SessionName(argument: name)
        // A session's name goes before the path of another file, such as a keyring's.
        if let session, session.path == name || session.isThere || !FileManager.default.fileExists(atPath: name) {
            return try Failure.about(name) { Report(.session(try Inspection.ofSession(try session.checked().path))) }
        }
        return try known(name) { Report(try Inspection.ofFile(name)) }
    }

    /// - Throws: ``Failure`` that gives no advice about what is not this tool's.
    private func known(_ place: String, _ inspect: () throws -> Report) throws -> Report {
        do {
            return try inspect()
        } catch VaultError.unsuitableFile(.notADatabase, _), VaultError.invalidSessionString {
            throw Failure(.data, "\(place) is no session, keyring, export or text that is known")
        } catch {
            throw Failure(error, about: place)
        }
    }
}
#endif
