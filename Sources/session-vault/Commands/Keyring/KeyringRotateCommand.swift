#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeyringRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Put a new root in the place of a keyring's, over its sessions; or give its file a new key.",
        discussion: """
            Each session gets a slot of the new root, in one write that re-encrypts nothing. One that cannot be moved, \
            since a client has it open say, keeps the old root, which stays in the keyring: run it again. With --drop-roots \
            the old root goes once every session that is named has moved; one that is not named cannot be opened by the \
            keyring any more.

            With --keys the file itself gets a new key, and who held a removed slot of it reads no later state.

            EXAMPLE
              session-vault keyring rotate keys.svault *.session --drop-roots
              session-vault keyring rotate keys.svault --keys
            """)

    @OptionGroup var keyring: KeyringOptions

    @Argument(help: ArgumentHelp("Every session of the keyring.", valueName: "name"))
    var names: [SessionName] = []

    @Flag(help: "Remove the old root from the keyring when all have moved.")
    var dropRoots = false

    @Flag(help: "Give the keyring's file a new key instead.")
    var keys = false

    @OptionGroup(title: "With --keys: its other key slots") var others: OtherSecrets

    @Option(help: ArgumentHelp("With --keys: a recipient who gets a slot; may be repeated.", valueName: "svpub1…"))
    var to: [String] = []

    @OptionGroup var cost: CostOption

    func run() async throws {
        guard keys != !names.isEmpty, !keys || !dropRoots else {
            throw Failure.usage("name the keyring's sessions, or give --keys and none")
        }
        let names = try names.map { try $0.checked() }
        let recipients = try Recipient.those(of: "--to", to)
        try await keyring.withKeyring(cost: cost) { keyring, secret in
            if keys {
                try await rotateKeys(of: keyring, secret, recipients)
            } else {
                try await rotateRoot(of: keyring, names)
            }
        }
    }

    private func rotateKeys(of keyring: Keyring, _ secret: VaultSecret, _ recipients: [Recipient]) async throws {
        try await others.rotate(self.keyring.file, slots: try await keyring.slots) { secrets, dropping in
            try await Progress.during("deriving") { _ in
                try await keyring.rotateKeys(with: [secret] + secrets, recipients: recipients, dropping: dropping)
            }
        }
        Diagnostics.note("\(self.keyring.file): under a new key, at \(try await keyring.version)")
    }

    private func rotateRoot(of keyring: Keyring, _ names: [SessionName]) async throws {
        let storages = names.map { FileStorage(path: $0.path, mustExist: true).encrypted(with: keyring) }
        let what = names.count == 1 ? names[0].given : "\(names.count) sessions"
        let rotation = try await Progress.during("moving \(what)") { progress in
            try await keyring.rotateRoot(over: storages) { progress.report($0, of: storages.count) }
        }
        var summary = Summary(verb: "moved", of: names.count)
        for (name, entry) in zip(names, rotation.entries) {
            await summary.note(name) { if case .failed(let error) = entry.outcome { throw error } }
        }
        try summary.end()
        guard dropRoots else {
            return Diagnostics.hint("--drop-roots removes the old root when no session needs it any more")
        }
        for root in rotation.retiring { try await keyring.dropRoot(root, after: rotation) }
        let roots = rotation.retiring.count == 1 ? "the old root is" : "\(rotation.retiring.count) old roots are"
        Diagnostics.note("\(self.keyring.file): \(roots) gone")
    }
}
#endif
