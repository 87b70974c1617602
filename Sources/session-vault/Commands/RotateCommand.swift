#if CLI
internal import ArgumentParser
internal import SessionVault

struct RotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Seal a session anew, under a new data key.",
        discussion: """
            For when a slot's holder is to read nothing that is written from now on. Every slot is made anew, so the \
            secret of each is needed, or its end agreed to; recipients need none. It can be interrupted anywhere, and the \
            next opening goes on. The auth key stays the same until the session is logged out on the server.

            EXAMPLE
              session-vault rotate my_account --drop 1f2e3d4c5b6a7988
            """)

    @OptionGroup var argument: SessionArgument

    @OptionGroup var session: SessionOptions
    @OptionGroup(title: "The other key slots") var others: OtherSecrets

    @Option(
        help: ArgumentHelp(
            "A recipient whose slot stays; may be repeated. Without it all stay.", valueName: "svpub1…"))
    var keep: [String] = []

    @OptionGroup var cost: CostOption

    private var name: SessionName { argument.name }

    func run() async throws {
        let recipients = try Recipient.those(of: "--keep", keep)
        try await session.withSession(name, cost: cost) { session, _ in
            let vault = try session.vault
            try await others.rotate(name.given, slots: try await vault.slots) { secrets, dropping in
                try await Progress.during("rotating \(name.given)") { progress in
                    try await vault.rotateKeys(
                        with: secrets, recipients: keep.isEmpty ? nil : Set(recipients), dropping: dropping
                    ) { progress.report($0.rowsDone, of: $0.rowsTotal) }
                }
            }
            Diagnostics.note("\(name.given): sealed anew, at \(try await vault.version)")
        }
    }
}
#endif
