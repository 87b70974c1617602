#if CLI
internal import ArgumentParser
internal import SessionVault

struct OpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open a protected string: svault1_… on standard input, its session string on standard output.",
        discussion: """
            EXAMPLE
              session-vault open --plaintext < protected.txt
            """)

    @Flag(help: "Yes, in the clear: whoever reads it has the account.")
    var plaintext = false

    @OptionGroup var string: PlainStringOptions
    @OptionGroup(title: "What opens it") var source: SourceOptions

    func run() async throws {
        guard plaintext else {
            throw Failure.usage(
                "the session string will be plain, for whoever reads it; say so with --plaintext",
                hint: "`session-vault import - --as NAME` takes it over, sealed")
        }
        guard try !source.secrets.choice().isStandardInput else {
            throw Failure.usage("standard input is the protected string; the passphrase has to come from elsewhere")
        }
        let origin = try source.policy()
        let text = try InputText.ofStandardInput { try Self.protectedString($0) }
        let secret = try await source.secrets.choice().secret(for: "the protected string", isNew: false)
        let session = Session(MemoryStorage())
        try await session.open()
        let export = try await Progress.during("opening") { _ in
            try await Failure.aboutSource { try await session.import(text, with: secret, origin: origin) }
        }
        export.say()
        let plain = try await session.exportPlaintext(as: string.format, apiID: string.apiId)
        try plain.withUnprotectedUTF8 { try StandardOutput.printSecret($0) }
        try await session.close()
    }
}

extension OpenCommand {
    private static func protectedString(_ text: Span<UInt8>) throws -> ProtectedString {
        // An envelope's first byte is no character.
        guard text.isEmpty || text[0] != 0x89 else {
            throw Failure(
                .data, "standard input is an export's file, and no text",
                hint: "`session-vault import FILE --as NAME` takes it over")
        }
        return try ProtectedString(text)
    }
}

extension ImportedExport {
    /// Says on standard error what it said besides the session.
    func say() {
        switch origin {
        case .secretHolder: break
        case .pinned: Diagnostics.note("it has the id that was asked for, and no signature")
        case .signed(let signer): Diagnostics.note("signed by \(signer)")
        case .unverified: Diagnostics.warning("anybody can have made it who has the public key")
        }
        if let note { Diagnostics.note("note: \(note)") }
    }
}
#endif
