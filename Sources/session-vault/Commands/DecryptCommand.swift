#if CLI
internal import ArgumentParser
internal import SessionVault

struct DecryptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decrypt",
        abstract: "Write a session in the clear into a new file.",
        discussion: """
            The file is one that Pyrogram's family opens, with the peers and update states. Whoever reads it has the \
            account. NAME stays as it is; use one of the two only.

            EXAMPLE
              session-vault decrypt my_account --output plain.session --plaintext
            """)

    @Argument(help: ArgumentHelp("The session: my_account, or a path that ends in .session.", valueName: "name"))
    var name: SessionName

    @Option(help: ArgumentHelp("The new file, where nothing is yet.", valueName: "file"), completion: .file())
    var output: String

    @Flag(help: "Yes, in the clear.")
    var plaintext = false

    @OptionGroup var session: SessionOptions

    func run() async throws {
        guard plaintext else {
            throw Failure.usage("the file will be plain, for whoever reads it; say so with --plaintext")
        }
        try Inspection.requireNothing(atPath: output)
        try await session.withSession(name) { session, _ in
            try await Failure.about(output) {
                try await RunningCommand.stoppingCleanly {
                    try await Progress.during("decrypting \(name.given)") { progress in
                        try await session.exportPlaintext(to: output) { progress.report($0.rowsDone, of: $0.rowsTotal) }
                    }
                }
            }
        }
        if !output.hasSuffix(".session") { Diagnostics.hint("clients look for names that end in .session") }
        Diagnostics.note("\(output) is plain: whoever reads it has the account")
    }
}
#endif
