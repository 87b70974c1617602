#if CLI
internal import ArgumentParser
internal import SessionVault
internal import VaultProcess
internal import VaultSodium

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a command that gets the session string, and nothing else does.",
        discussion: """
            The session is opened, its string made, the session closed and all of it wiped; then this process becomes the \
            command: its process id, signals and exit status are the command's own. 126 says that the command cannot be \
            executed, 127 that it is not there.

            By default the command reads the string from descriptor 3, once, to its end. Its other descriptors are those \
            that this process was started with, but for one that a passphrase was read from.

            --env is convenient where a program takes nothing else. The variable is then in /proc/PID/environ for every \
            process of the same user, all that the command starts inherits it, and crash reports and logs collect it.

            The session's file is closed and unlocked when the command starts: let no other client use the session \
            meanwhile. What the command learns of peers does not get into the file.

            EXAMPLE
              session-vault run my_account -- python3 bot.py
                with Client("bot", session_string=os.fdopen(3).read(), in_memory=True)
              session-vault run my_account --env SESSION_STRING -- ./bot
            """)

    /// Where the command finds the string unless it is said otherwise.
    private static let usualDescriptor: Int32 = 3

    @Argument(help: ArgumentHelp("The session: my_account, or a path that ends in .session.", valueName: "name"))
    var name: SessionName

    @Option(help: ArgumentHelp("The descriptor that the command reads the string from (default: 3).", valueName: "n"))
    var fd: Int32?

    @Option(help: ArgumentHelp("A variable that has the string instead; see above for who reads it.", valueName: "var"))
    var env: String?

    @OptionGroup(title: "The session string") var string: PlainStringOptions
    @OptionGroup var session: AnySessionOptions

    @Argument(parsing: .postTerminator, help: ArgumentHelp("After --: the command, and its arguments."))
    var command: [String] = []

    func run() async throws {
        let replacement = try replacement()
        let plain = try await session.withSession(name) {
            try await $0.exportPlaintext(as: string.format, apiID: string.apiId)
        }
        let secret = try Failure.about(name.given) {
            try plain.withUnprotectedUTF8 { text in try SecretBytes(copying: text) }
        }
        do {
            try replacement.become(handing: secret)
        } catch {
            throw failure(error)
        }
    }

    /// What can be seen to be wrong is refused before a secret is typed.
    private func replacement() throws -> Replacement {
        guard !command.isEmpty else {
            throw Failure.usage(
                "there is no command to run", hint: "it comes after --: `session-vault run NAME -- COMMAND`")
        }
        guard Replacement.isThere(command[0]) else { throw failure(ReplacementError.notFound) }
        guard fd == nil || env == nil else { throw Failure.usage("--fd and --env exclude each other") }
        let given = session.options.opening.secrets.given
        if let env, given.contains(.passphraseVariable(env)) {
            throw Failure.usage("--env names the variable that the passphrase comes from")
        }
        let spent = given.compactMap { if case .passphraseDescriptor(let number) = $0 { number } else { nil } }
        do {
            return try Replacement(
                // The words as they were typed: they need not be text.
                command: ArgumentVector(lastOfOwn: command.count),
                handover: env.map { .variable($0) } ?? .descriptor(fd ?? Self.usualDescriptor), spent: Set(spent))
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: any Error) -> Failure {
        let program = command.first ?? ""
        switch error {
        case ReplacementError.notFound:
            let isPath = program.utf8.contains(UInt8(ascii: "/"))
            return Failure(.noCommand, "\(program): \(isPath ? "no such file" : "command not found")")
        case ReplacementError.notExecutable(let error): return Failure(.cannotExecute, "\(program): \(error)")
        case ReplacementError.secretTooLong: return Failure(.software, "the session string is too long")
        case ReplacementError.standardStream(let number), ReplacementError.descriptorOutOfRange(let number):
            return Failure.usage("--fd \(number): \(error)", hint: "3 is the usual one")
        case ReplacementError.descriptorInUse(let number):
            return Failure.usage(
                "\(error)",
                hint:
                    "--fd N takes another than \(number), and the command has to read that; or `\(number)<&-` closes it"
            )
        case let error as ReplacementError: return Failure.usage("--env: \(error)")
        case let error as SystemCallError: return Failure(.system, "\(program) cannot be started: \(error)")
        default: return Failure(error)
        }
    }
}
#endif
