#if CLI
internal import ArgumentParser
internal import VaultProcess

@main
struct SessionVaultTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session-vault",
        abstract: "Keep MTProto (Telegram) sessions encrypted at rest.",
        discussion: """
            Results go to standard output, everything else to standard error. Passphrases are asked for on the terminal, or \
            read from files, descriptors and variables that options name; they are never arguments.

            EXIT STATUS
              0   done
              64  wrong usage, or a secret as an argument
              65  malformed, mistyped, tampered with, expired
              66  no such file, session or secret
              70  our own fault
              73  what is to be made is there already
              74  the system refused: disk full, no memory, broken pipe
              75  another process has it open; its id is named
              77  wrong passphrase, or no key slot for the secret
              126, 127  of run: the command cannot be executed, or is not there

            EXAMPLE
              session-vault import - --as my_account < string.txt
              session-vault run my_account -- python3 bot.py
            """,
        version: "0.1.0",
        subcommands: [
            ImportCommand.self, EncryptCommand.self, DecryptCommand.self, ExportCommand.self, OpenCommand.self,
            InspectCommand.self, VerifyCommand.self, PassphraseCommand.self, SlotsCommand.self, RotateCommand.self,
            KeygenCommand.self, KeyringCommand.self, RunCommand.self, DoctorCommand.self,
        ])

    static func main() async {
        Hardening.begin()
        do {
            try StandardStreams.occupyClosed()
            let arguments = Array(CommandLine.arguments.dropFirst())
            try SecretArguments.refuse(arguments)
            try ArgumentShape.check(arguments)
            let command = try parseAsRoot(arguments)
            try await RunningCommand.run {
                var command = command
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            }
        } catch {
            if let signal = (error as? Ended)?.signal { Interruption.end(by: signal) }
            let status = Self.status(after: error)
            exit(withError: ExitCode(status))
        }
    }

    /// Says what happened.
    private static func status(after error: any Error) -> Int32 {
        do {
            if let ended = error as? Ended { return ended.status.rawValue }
            // Help, the version, a completion script.
            if exitCode(for: error).isSuccess {
                try StandardOutput.write(Array((fullMessage(for: error) + "\n").utf8).span)
                return 0
            }
            let failure = ParsingFailure.isOne(error) ? ParsingFailure.failure(for: error) : Failure(error)
            Diagnostics.error(failure)
            return failure.status.rawValue
        } catch {
            let failure = Failure(error)
            Diagnostics.error(failure)
            return failure.status.rawValue
        }
    }
}
#else
/// What is built of the tool where the package's trait `CLI` is off.
@main
enum SessionVaultTool {
    static func main() { print("session-vault was built without the package's trait CLI") }
}
#endif
