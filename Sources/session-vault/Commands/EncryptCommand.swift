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
            sealed is named, and the others are sealed; the exit status is the first error's.

            EXAMPLE
              session-vault encrypt my_account
              session-vault encrypt --keyring keys.svault *.session
            """)

    @Argument(help: ArgumentHelp("The sessions: my_account, or a path that ends in .session.", valueName: "name"))
    var names: [SessionName]

    @OptionGroup(title: "What is to open them") var new: NewSecretOptions
    @OptionGroup(title: "The same, by the names of other commands") var old: SecretOptions

    func run() async throws {
        let names = try names.map { try $0.checked() }
        // Each is closed before the next is opened; a hint is worth more than a limit that is met halfway.
        try FileStorage.raiseOpenFileLimit(forSessions: 1)
        if names.count == 1 { try Inspection.requireFree(names[0]) }
        let subject = names.count == 1 ? names[0].given : "\(names.count) sessions"
        let secret = try await new.sealing(subject, try old.choice())
        let derivation = try await new.passphrases.cost.derivation
        var summary = Summary(verb: "encrypted")
        for name in names {
            await summary.note(name) {
                let storage = FileStorage(path: name.path, mustExist: true).encrypted(
                    with: secret, derivation: derivation)
                do {
                    let report = try await Progress.during("encrypting \(name.given)") { progress in
                        _ = progress
                        return try await storage.encrypt()
                    }
                    Self.say(report, of: name)
                } catch VaultError.encrypted {
                    throw Failure(.exists, "\(name.given): encrypted already; it is left as it is, with its own keys")
                }
            }
        }
        try summary.end()
    }

    private static func say(_ report: RemnantReport?, of name: SessionName) {
        guard let report, !report.isClean else { return Diagnostics.note("\(name.given): encrypted") }
        Diagnostics.warning("\(name.given): encrypted, and its file still holds \(report)")
    }
}
#endif
