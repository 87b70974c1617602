#if CLI
internal import ArgumentParser
internal import SessionVault

struct EncryptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encrypt",
        abstract: "Seal plain session files in their place.",
        discussion: """
            Stop the client that uses a session first: one that is idle can show no lock, and would go on writing in the \
            clear. Everything that was plain is rewritten, and the file is searched for what is left of it.

            Several files cost a key derivation each with a passphrase, and one in all with a keyring. One that cannot be \
            sealed is named, and the others are sealed; the exit status is the first error's. What is sealed already stays \
            as it is, with its own keys: of several that is no error, of one it is (73).

            EXAMPLE
              session-vault encrypt my_account
              session-vault encrypt --keyring keys.svault *.session
            """)

    @Argument(help: ArgumentHelp("The sessions: my_account, or a path that ends in .session.", valueName: "name"))
    var names: [SessionName]

    @OptionGroup(title: "What is to open them") var secrets: SecretOptions
    @OptionGroup var keyring: KeyringFileOptions
    @OptionGroup var cost: CostOption
    // As other commands call what is new.
    @OptionGroup(visibility: .hidden) var new: NewSecretOptions
    @OptionGroup(visibility: .hidden) var newKeyring: NewKeyringOptions

    func run() async throws {
        let names = try names.map { try $0.checked() }
        let subject = names.count == 1 ? names[0].given : "\(names.count) sessions"
        let (named, choice) = (try newKeyring.choice(new), try keyring.choice(secrets))
        try checkBeforeAsking(names, named.isTyped && choice.isTyped)
        let secret = try await named.sealing(subject, or: choice)
        let derivation = try await cost.derivation
        var summary = Summary(verb: "encrypted", of: names.count)
        try await Progress.during("encrypting \(subject)") { progress in
            for (index, name) in names.enumerated() {
                await summary.note(name) {
                    let storage = FileStorage(path: name.path, mustExist: true)
                        .encrypted(with: secret, derivation: derivation)
                    let report = try await encrypt(storage, name) {
                        if names.count == 1 { progress.report($0.rowsDone, of: $0.rowsTotal) }
                    }
                    say(report, of: name)
                }
                if names.count > 1 { progress.report(index + 1, of: names.count) }
            }
        }
        try summary.end()
    }

    /// What can be seen to be wrong before a secret is typed: that a session is not there, and of one, all that is.
    private func checkBeforeAsking(_ names: [SessionName], _ isTyped: Bool) throws {
        guard isTyped else { return }
        if names.count == 1 {
            if try Inspection.requireFree(names[0]).vault?.isInTransition == false {
                throw Self.encryptedAlready(names[0])
            }
            return
        }
        for name in names where !name.isThere {
            throw Failure(VaultError.unsuitableFile(.missing, path: name.path))
        }
    }

    private func encrypt(
        _ storage: EncryptedStorage, _ name: SessionName, _ progress: @escaping @Sendable (RowProgress) -> Void
    ) async throws -> RemnantReport? {
        do {
            return try await storage.encrypt(progress: progress)
        } catch VaultError.encrypted {
            throw Self.encryptedAlready(name)
        }
    }

    private static func encryptedAlready(_ name: SessionName) -> Failure {
        Failure(.exists, "\(name.given): encrypted already; it is left as it is, with its own keys")
    }

    private func say(_ report: RemnantReport?, of name: SessionName) {
        if let report, !report.isClean {
            Diagnostics.warning("\(name.given): encrypted, and its file still holds \(report)")
        } else if names.count == 1 {
            Diagnostics.note("\(name.given): encrypted")
            StorageNotice.singleSlot.say()
        }
    }
}
#endif
