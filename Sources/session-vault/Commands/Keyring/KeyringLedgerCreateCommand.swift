#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringLedgerCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Begin a keyring's ledger. Each session is noted when it is opened with it.",
        discussion: """
            EXAMPLE
              session-vault keyring ledger create keys.svault --ledger /mnt/keys.ledger
            """)

    @OptionGroup var keyring: KeyringOptions

    func run() async throws {
        guard let ledger = keyring.ledger else { throw Failure.usage("--ledger names the new file") }
        try Inspection.requireNothing(atPath: ledger)
        try await keyring.withKeyring(beginningLedger: true) { keyring, _ in
            Diagnostics.note("\(ledger): ledger of keyring \(keyring.id)")
        }
    }
}
#endif
