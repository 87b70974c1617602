#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringLedgerForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Have a ledger take a session in whatever state it is opened the next time.",
        discussion: """
            For a backup that was put back on purpose, and for a session that is gone: of that, name a backup of it.

            EXAMPLE
              session-vault keyring ledger forget keys.svault bot --ledger /mnt/keys.ledger
            """)

    @OptionGroup var keyring: KeyringOptions

    @OptionGroup var argument: SessionArgument

    private var name: SessionName { argument.name }

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
