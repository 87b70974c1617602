#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringLedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Keep a keyring's ledger, which shows that an older state of a session was put back.",
        discussion: """
            Keep it on other storage than the sessions: it protects as much as its own place does.

            EXAMPLE
              session-vault keyring ledger create keys.svault --ledger /mnt/keys.ledger
            """,
        subcommands: [KeyringLedgerCreateCommand.self, KeyringLedgerForgetCommand.self])
}
#endif
