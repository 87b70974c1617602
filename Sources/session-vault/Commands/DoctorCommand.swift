#if CLI
internal import ArgumentParser

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what this machine really protects.",
        discussion: """
            It looks at the machine, at the process that it is started from, and at the current directory: start it where \
            the client runs, as its user. Nothing is changed. The exit status is 0 with warnings too.

            EXAMPLE
              session-vault doctor
              session-vault doctor --json | jq '.checks[] | select(.status != "ok")'
            """)

    @Flag(help: "As JSON.")
    var json = false

    func run() async throws {
        let checks = try MemoryChecks.all() + SwapChecks.all() + FileChecks.all() + (await CryptographyChecks.all())
        if json { return try JSONOutput.print(Findings(checks: checks)) }
        let width = checks.map(\.id.count).max() ?? 0
        for check in checks {
            let status = check.status.rawValue.padded(to: "warning".count)
            try StandardOutput.print("\(status)  \(check.id.padded(to: width))  \(check.detail.withoutControls)")
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
#endif
