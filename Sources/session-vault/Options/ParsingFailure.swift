#if CLI
internal import ArgumentParser
internal import SessionVault

/// What the argument parser refuses, in the tool's form and without what was typed in a place where nothing belongs.
enum ParsingFailure {
    static func isOne(_ error: any Error) -> Bool {
        !(error is Failure || error is VaultError || error is CancellationError)
            && SessionVaultTool.exitCode(for: error) == .validationFailure
    }

    static func failure(for error: any Error) -> Failure {
        let command = SessionVaultTool.fullMessage(for: error).split(separator: "\n")
            .compactMap { $0.firstMatch(of: /See '([^']+)'/)?.1 }.last
        let message = SessionVaultTool.message(for: error).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return .usage(
            safe(message) ?? "the command line cannot be understood",
            hint: advice(message) ?? noSecret(message) ?? command.map { "see `\($0)`" })
    }

    /// What the parser says where that shows names of options at the most; nil for anything else. It shows what it did not
    /// expect, too, and that may be a passphrase.
    private static func safe(_ message: String) -> String? {
        if message.contains("nexpected argument") { return "there are more arguments than the command takes" }
        if let option = message.firstMatch(
            of: /^The value '.*' is invalid for '([-a-z]+ )?<?([^'>]*)>?'/.dotMatchesNewlines())
        {
            return "that is no value for \(option.1 ?? "")<\(option.2)>"
        }
        if let option = message.firstMatch(of: /^Unknown option '(-[-a-z]{1,32})/) {
            return "unknown option \(option.1)"
        }
        if message.hasPrefix("Missing ") || message.hasPrefix("Can't generate completion scripts for") {
            return message.lowercasedFirst
        }
        return nil
    }

    /// Where something was typed that has no place, it may have been a secret.
    private static func noSecret(_ message: String) -> String? {
        guard message.contains("nexpected argument") || safe(message) == nil else { return nil }
        return
            "a secret is never an argument, which everybody on this machine can see: take one that was given for leaked; "
            + "`--help` says how secrets are given"
    }

    /// What is meant by what is often typed.
    private static func advice(_ message: String) -> String? {
        let words = Array(CommandLine.arguments.dropFirst())
        if message.contains("nexpected argument") {
            switch words.first {
            case "run": return "the command comes after --: `session-vault run NAME -- COMMAND`"
            case "open":
                return "the protected string is read from standard input: `session-vault open --plaintext < FILE`"
            case "slots" where !["list", "add", "remove"].contains(words.dropFirst().first),
                "keyring" where words.count < 2 || !KeyringCommand.names.contains(words[1]):
                return "`session-vault \(words[0]) --help` lists its commands"
            default: return nil
            }
        }
        guard message.contains("is invalid for") else { return nil }
        let values = [
            "<cost>": "minimum, standard, strong, or a time such as 500ms", "--vault": "32 hexadecimal digits",
            "<when>": "a date such as 2027-01-31, a time such as 2027-01-31T12:00:00Z, or 30d, 12h",
            "slot>": "16 hexadecimal digits, as `slots list` shows them",
            "<id>": "16 hexadecimal digits, as `slots list` shows them",
            "--format": "pyrogram, pyrogram-old64, pyrogram-old32", "-fd": "the number of an open descriptor",
        ]
        return values.first { message.contains($0.key) }.map { "it takes \($0.value)" }
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
#endif
