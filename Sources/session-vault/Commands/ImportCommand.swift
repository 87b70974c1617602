#if CLI
internal import ArgumentParser
internal import SessionVault

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take a session over into a new sealed file.",
        discussion: """
            SOURCE is a session string, svault1_… or a sealed box in a file or on standard input (-), an export's file, or \
            the session file of Pyrogram's family or of Telethon, which stays as it is. Destroy what is plain afterwards, \
            and where others could read it, log the session out.

            EXAMPLE
              session-vault import - --as my_account < string.txt
              session-vault import old/telethon.session --as my_account --user-id 5000000001 --api-id 12345
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
    @OptionGroup(title: "What opens the source, where it is sealed") var opening: OpeningOptions
    @OptionGroup var signers: SignerOptions

    func run() async throws {
        let name = try name.checked()
        guard !bot || userId != nil else { throw Failure.usage("--bot goes with --user-id") }
        try requireOneReader()
        try Inspection.requireNothing(at: name)
        let source = try ImportSource.read(source)
        let key = try await sourceSecret(of: source)
        let storage = try await destination(name, isOpened: source.isSealed)
        try await storage.withNewSession(name) { session in
            let origin = try opening.origin(signers: try signers.signers())
            try await Failure.about(self.source) {
                try await Progress.during("importing \(self.source)") { progress in
                    try await source.take(into: session, with: key, origin: origin, progress)
                }
            }
            if let apiId { try await session.update(apiID: apiId) }
            if let userId { try await session.update(account: Account(id: userId, isBot: bot)) }
            try Self.say(session, in: name)
            if !plaintext { StorageNotice.sayIfSingle(try await session.vault.slots) }
        }
    }

    /// Standard input is read once.
    private func requireOneReader() throws {
        let readers = [source == "-", try opening.choice().isStandardInput, try new.choice().isStandardInput]
        guard readers.count(where: \.self) <= 1 else {
            throw Failure.usage("standard input was named twice, and can be read once")
        }
    }

    /// What opens a sealed source.
    private func sourceSecret(of source: ImportSource) async throws -> VaultSecret? {
        guard source.isSealed else { return nil }
        guard opening.secrets.keyring == nil else {
            throw Failure.usage("no export opens with a keyring; --new-keyring seals the session with one")
        }
        return try await opening.choice().secret(for: self.source, isNew: false)
    }

    private func destination(_ name: SessionName, isOpened: Bool) async throws -> any Storage {
        let file = FileStorage(path: name.path)
        if plaintext {
            guard try new.choice().isEmpty else { throw Failure.usage("--plaintext takes no secret") }
            return file
        }
        let secret =
            isOpened
            ? try await new.choice().secret(for: name.given, isNew: true)
            : try await new.sealing(name.given, try opening.choice())
        return file.encrypted(with: secret, derivation: try await new.passphrases.cost.derivation)
    }

    private static func say(_ session: Session, in name: SessionName) throws {
        let account = try session.account.map { "\($0.isBot ? "bot" : "user") \($0.id)" } ?? "no account's id"
        Diagnostics.note("\(name.given): \(account), DC \(try session.dataCenter.id), \(try session.authKey)")
        if try session.account == nil || session.apiID == nil {
            Diagnostics.hint(
                "strings of Pyrogram's form need the account's and the application's id: --user-id, --api-id")
        }
    }
}

extension Storage {
    /// Opens a session in a file that is made for it, for the time of `body`; where that throws, the file goes again.
    fileprivate func withNewSession(_ name: SessionName, _ body: (Session) async throws -> Void) async throws {
        let session = Session(self)
        try await Failure.about(name.given) { StorageNotice.say(try await session.open()) }
        do {
            try await body(session)
        } catch {
            try? await session.delete()
            throw error
        }
        try await session.close()
    }
}
#endif
