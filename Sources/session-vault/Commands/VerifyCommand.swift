#if CLI
internal import ArgumentParser
internal import SessionVault

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Open every row of a session, and count.",
        discussion: """
            It changes nothing but what every opening does: one ends what was interrupted, and takes rights to the file from \
            others. The exit status is 65 where a row does not open, or somebody else wrote one beside the \
            sealed ones. A row that was removed is not found out.

            EXAMPLE
              session-vault verify my_account
            """)

    @Argument(help: ArgumentHelp("The session: my_account, or a path that ends in .session.", valueName: "name"))
    var name: SessionName

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var session: AnySessionOptions

    func run() async throws {
        let report = try await session.withSession(name) { session in
            try await Progress.during("verifying \(name.given)") { progress in
                try await session.verify { progress.report($0.rowsDone, of: $0.rowsTotal) }
            }
        }
        if json {
            try JSONOutput.print(Counts(report))
        } else {
            try StandardOutput.print((report.isSound ? "everything opens: " : "") + report.description)
        }
        guard report.isSound else {
            throw Failure(
                .data, "\(name.given): not every row is the vault's, or opens",
                hint: "put a backup in its place, and find out who can write to the file")
        }
    }

    private struct Counts: Encodable {
        let peers: Int
        let updateStates: Int
        let failedRows: Int
        let strayRows: Int
        let earlierRows: Int
        let isSound: Bool

        init(_ report: VerificationReport) {
            peers = report.peers
            updateStates = report.updateStates
            failedRows = report.failedRows
            strayRows = report.strayRows
            earlierRows = report.earlierRows
            isSound = report.isSound
        }
    }
}

extension VerificationReport {
    /// Whether every row opened, and none is somebody else's.
    fileprivate var isSound: Bool { isIntact && strayRows == 0 }
}
#endif
