#if CLI
internal import ArgumentParser
internal import SessionVault

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take a session over into a new sealed file.",
        discussion: """
            SOURCE is a session string, svault1_… or a sealed box in a file or on standard input (-), an export's file, or \
            the session file of Pyrogram's family or of Telethon, which stays as it is; its peers are \
            taken, and its update states are not, since its client goes on from them. Destroy what is plain afterwards, \
            and where others could read it, log the session out.

            EXAMPLE
              session-vault import - --as my_account < string.txt
              session-vault import telethon.session --as my_account --api-id 12345
            """)

    @Argument(help: ArgumentHelp("- or a file.", valueName: "source"), completion: .file())
    var source: String

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("The new session: my_account, or a path that ends in .session.", valueName: "name"))
    var name: SessionName

    @Flag(help: "Leave the new file plain: whoever reads it has the account.")
    var plaintext = false

    @Option(help: ArgumentHelp("The application's id, where the source does not say it.", valueName: "n"))
    var apiId: Int32?
    @Option(help: ArgumentHelp("The account's id, where the source does not say it.", valueName: "n"))
    var userId: Int64?
    @Flag(help: "With --user-id: the account is a bot.")
    var bot = false

    @OptionGroup(title: "What is to open the new session") var new: NewSecretOptions
    @OptionGroup var newKeyring: NewKeyringOptions
    @OptionGroup var cost: CostOption
    @OptionGroup(title: "What opens the source where it is sealed, and else the new session") var opening: SourceOptions
    @OptionGroup var keyring: KeyringFileOptions

    func run() async throws {
        let name = try name.checked()
        guard !bot || userId != nil else { throw Failure.usage("--bot goes with --user-id") }
        try requireOneReader()
        try Inspection.requireNothing(at: name)
        let source = try ImportSource.read(source)
        let key = try await sourceSecret(of: source)
        let origin = try opening.policy()
        try source.check(origin)
        let secret = try await destination(name, isOpened: source.isSealed)
        let derivation = try await cost.derivation
        let said = try await make(name, from: source, openedBy: key, origin, sealedWith: secret, derivation)
        // Not before the file is there.
        for line in said { line() }
    }

    /// Makes the file, and gives what is to be said of it.
    private func make(
        _ name: SessionName, from source: ImportSource, openedBy key: VaultSecret?, _ origin: OriginPolicy,
        sealedWith secret: VaultSecret?, _ derivation: KeyDerivation
    ) async throws -> [@Sendable () -> Void] {
        let (place, additions) = (self.source, ImportAdditions(self))
        return try await Failure.about(name.given) {
            try await RunningCommand.stoppingCleanly {
                try await Progress.during("importing \(place)") { progress in
                    try await Session.make(at: name.path, sealedWith: secret, derivation: derivation) {
                        session, notices in
                        let origin = try await Failure.about(place) {
                            try await Failure.aboutSource {
                                let said = try await source.take(into: session, with: key, origin: origin, progress)
                                try await additions.add(to: session)
                                return said
                            }
                        }
                        return [{ StorageNotice.say(notices) }, origin]
                            + (try await Self.said(of: session, name.given, isPlain: secret == nil))
                    }
                }
            }
        }
    }

    /// Standard input is read once.
    private func requireOneReader() throws {
        let readers = [source == "-", try opening.secrets.choice().isStandardInput, try new.choice().isStandardInput]
        guard readers.count(where: \.self) <= 1 else {
            throw Failure.usage("standard input was named twice, and can be read once")
        }
    }

    /// What opens a sealed source.
    private func sourceSecret(of source: ImportSource) async throws -> VaultSecret? {
        guard source.isSealed else { return nil }
        guard keyring.keyring == nil else {
            throw Failure.usage("no export opens with a keyring; --new-keyring seals the session with one")
        }
        return try await opening.secrets.choice().secret(for: self.source, isNew: false)
    }

    /// What seals the new session; nil where it is to be plain.
    private func destination(_ name: SessionName, isOpened: Bool) async throws -> VaultSecret? {
        if plaintext {
            guard try newKeyring.choice(new).isEmpty, try isOpened || keyring.choice(opening.secrets).isEmpty else {
                throw Failure.usage("--plaintext takes no secret")
            }
            return nil
        }
        return isOpened
            ? try await newKeyring.choice(new).secret(for: name.given, isNew: true)
            : try await newKeyring.choice(new).sealing(name.given, or: try keyring.choice(opening.secrets))
    }

    private static func said(
        of session: Session, _ name: String, isPlain: Bool
    ) async throws -> [@Sendable () -> Void] {
        let account = try session.account.map { "\($0.isBot ? "bot" : "user") \($0.id)" } ?? "no account's id"
        let line = "\(name): \(account), DC \(try session.dataCenter.id), \(try session.authKey)"
        let isLacking = try session.account == nil || session.apiID == nil
        let slots = isPlain ? [] : try await session.vault.slots
        return [
            {
                if isPlain { Diagnostics.note("\(name) is plain: whoever reads it has the account") }
                Diagnostics.note(line)
                if isLacking {
                    Diagnostics.hint(
                        "strings of Pyrogram's form need the account's and the application's id: --user-id, --api-id")
                }
                StorageNotice.sayIfSingle(slots)
            }
        ]
    }
}
#endif
