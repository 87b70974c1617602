#if CLI
internal import ArgumentParser
internal import SessionVault

struct KeygenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: "Make an identity, a signing identity or a raw key.",
        discussion: """
            The secret goes into a new file that nobody else can read, and the public half to standard output: the \
            recipient (svpub1…) to give to who seals something for you, or the signer (svsig1…) to who wants to know what \
            you sealed. Who steals an identity opens everything that was ever sealed to it.

            EXAMPLE
              session-vault keygen --output me.identity
            """)

    @Option(help: ArgumentHelp("The new file, where nothing is yet.", valueName: "file"), completion: .file())
    var output: String?

    @Flag(help: "Make a signing identity, for `export --sign-with`.")
    var signing = false

    @Flag(help: "Make a raw key, for --key-file; it has no public half.")
    var rawKey = false

    @Flag(help: "Print the secret on the terminal where there is no --output.")
    var plaintext = false

    func run() async throws {
        guard !(signing && rawKey) else { throw Failure.usage("--signing and --raw-key exclude each other") }
        guard output != nil || plaintext || !StandardOutput.isTerminal else {
            throw Failure.usage(
                "the secret would be shown on the terminal", hint: "--output FILE keeps it, --plaintext shows it")
        }
        if rawKey {
            try make(try RawKey.generate(), publicHalf: nil, { try $0.write(to: $1) }) { try $0.withText($1) }
        } else if signing {
            let identity = try SigningIdentity.generate()
            try make(identity, publicHalf: ("signer", identity.signer.description), { try $0.write(to: $1) }) {
                try $0.withText($1)
            }
        } else {
            let identity = try Identity.generate()
            try make(identity, publicHalf: ("recipient", identity.recipient.description), { try $0.write(to: $1) }) {
                try $0.withText($1)
            }
        }
    }

    private func make<Key>(
        _ key: Key, publicHalf: (kind: String, text: String)?, _ write: (Key, String) throws -> Void,
        _ withText: (Key, (Span<UInt8>) throws -> Void) throws -> Void
    ) throws {
        if let output {
            do {
                try write(key, output)
            } catch {
                throw Failure(error, about: output)
            }
            if let publicHalf { try StandardOutput.print(publicHalf.text) }
        } else {
            if let publicHalf {
                try StandardOutput.print("# \(publicHalf.kind): \(publicHalf.text)")
                if !StandardOutput.isTerminal { Diagnostics.note("\(publicHalf.kind): \(publicHalf.text)") }
            }
            try withText(key) { try StandardOutput.printSecret($0) }
        }
    }
}
#endif
