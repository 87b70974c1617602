#if CLI
internal import ArgumentParser
internal import SessionVault

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Hand a session on: under a passphrase, to public keys, or in the clear.",
        discussion: """
            The text goes to standard output. What is sealed is a vault of its own, which holds nothing of this one's keys. \
            An auth key that is used from two places at once gets its account logged out.

            EXAMPLE
              session-vault export my_account --protect
              session-vault export my_account --to svpub1… --expires 7d
              session-vault export my_account --raw-box BASE64 --passphrase-file secret
            """)

    @OptionGroup var argument: SessionArgument

    @Flag(help: "Under a passphrase of its own: svault1_….")
    var protect = false

    @Option(
        help: ArgumentHelp(
            "To the holder of this public key, svault1_…; may be repeated, up to 16.", valueName: "svpub1…"))
    var to: [String] = []

    @Option(
        help: ArgumentHelp(
            "As libsodium's sealed box of the plain session string, to this X25519 key: what code hosts take as a secret.",
            valueName: "base64"))
    var rawBox: String?

    @Flag(help: "In the clear: whoever reads it has the account.")
    var plaintext = false

    @OptionGroup(title: "Of a sealed export") var terms: SealedExportOptions
    @Option(help: ArgumentHelp("Write a sealed export into this new file.", valueName: "file"), completion: .file())
    var output: String?
    @Flag(help: "The peers go with it; takes --output.")
    var peers = false
    @OptionGroup(title: "The passphrase of --protect") var new: NewPassphraseOptions
    @OptionGroup var cost: CostOption
    @OptionGroup(title: "Of a plain one, and of --raw-box") var string: PlainStringOptions
    @OptionGroup var session: AnySessionOptions

    private var name: SessionName { argument.name }

    func run() async throws {
        try checkChoice()
        let recipients = try Recipient.those(of: "--to", to)
        try Failure.about("--raw-box") { _ = try rawBox.map(RawBox.recipient) }
        if let output { try Inspection.requireNothing(atPath: output) }
        let signer = try terms.signer()
        try await session.withSession(name) { session in
            if let output {
                let id = try await Failure.about(output) { try await write(session, to: output, recipients, signer) }
                return Diagnostics.note("\(output): export \(id)")
            }
            if plaintext {
                let text = try await session.exportPlaintext(as: string.format, apiID: string.apiId)
                return try text.withUnprotectedUTF8 { try StandardOutput.printSecret($0) }
            }
            try StandardOutput.print(try await sealed(session, recipients, signer))
        }
    }

    private func checkChoice() throws {
        guard [protect, !to.isEmpty, rawBox != nil, plaintext].count(where: \.self) == 1 else {
            throw Failure.usage("say how it is to leave: one of --protect, --to, --raw-box, --plaintext")
        }
        let isVault = protect || !to.isEmpty
        guard isVault || terms.isEmpty && output == nil else {
            throw Failure.usage("--sign-with, --expires, --note and --output are for --protect and --to")
        }
        guard terms.expires?.isPast != true else { throw Failure.usage("--expires is in the past") }
        guard !peers || output != nil else {
            throw Failure.usage("--peers takes --output: a text has no room for them")
        }
        guard protect || new.given.isEmpty else {
            throw Failure.usage("the --new-passphrase options are for --protect")
        }
    }

    private func sealed(_ session: Session, _ recipients: [Recipient], _ signer: SigningIdentity?) async throws
        -> String
    {
        if let rawBox {
            return try await session.export(sealedToRawBoxKey: rawBox, as: string.format, apiID: string.apiId)
        }
        guard protect else {
            return try await session.export(
                sealedTo: recipients, signedBy: signer, expires: terms.expires?.seconds, note: terms.note
            ).text
        }
        let (passphrase, derivation) = (try await new.passphrase(for: "the export"), try await cost.derivation)
        return try await Progress.during("deriving") { _ in
            try await session.export(
                protectedBy: passphrase, signedBy: signer, expires: terms.expires?.seconds, note: terms.note,
                derivation: derivation
            ).text
        }
    }

    private func write(
        _ session: Session, to path: String, _ recipients: [Recipient], _ signer: SigningIdentity?
    ) async throws -> VaultID {
        let passphrase = protect ? try await new.passphrase(for: "the export") : nil
        let derivation = try await cost.derivation
        return try await RunningCommand.stoppingCleanly {
            try await Progress.during("exporting to \(path)") { progress in
                if let passphrase {
                    try await session.export(
                        to: path, protectedBy: passphrase, includingPeers: peers, signedBy: signer,
                        expires: terms.expires?.seconds, note: terms.note, derivation: derivation
                    ) { progress.report($0.rowsDone, of: $0.rowsTotal) }
                } else {
                    try await session.export(
                        to: path, sealedTo: recipients, includingPeers: peers, signedBy: signer,
                        expires: terms.expires?.seconds, note: terms.note
                    ) { progress.report($0.rowsDone, of: $0.rowsTotal) }
                }
            }
        }
    }
}
#endif
