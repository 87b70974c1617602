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
              session-vault keyring ledger create keys.svault --ledger /elsewhere/keys.ledger
            """,
        subcommands: [KeyringLedgerCreate.self, KeyringLedgerForget.self])
}

struct KeyringLedgerCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Begin a keyring's ledger. Each session is noted when it is opened with it.",
        discussion: """
            EXAMPLE
              session-vault keyring ledger create keys.svault --ledger /elsewhere/keys.ledger
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

struct KeyringLedgerForget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Have a ledger take a session in whatever state it is opened the next time.",
        discussion: """
            For a backup that was put back on purpose, and for a session that is gone: of that, name a backup of it.

            EXAMPLE
              session-vault keyring ledger forget keys.svault my_account --ledger /elsewhere/keys.ledger
            """)

    @OptionGroup var keyring: KeyringOptions

    @Argument(help: ArgumentHelp("The session: my_account, or a path that ends in .session.", valueName: "name"))
    var name: SessionName

    func run() async throws {
        let name = try name.checked()
        let vault = try Failure.about(name.given) {
            guard let vault = try Inspection.ofSession(name.path).vault else { throw VaultError.notEncrypted }
            return vault.id
        }
        try await keyring.withKeyring { keyring, _ in
            guard let ledger = keyring.ledger else { throw Failure.usage("--ledger names the ledger") }
            try await ledger.forget(vault)
            Diagnostics.note("\(name.given): forgotten; the next opening is taken for the latest state")
        }
    }
}
#endif
