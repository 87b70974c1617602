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
        let message = SessionVaultTool.message(for: error)
        // The parser shows what it did not expect, which may be a passphrase.
        let isUnexpected = message.contains("nexpected argument")
        let command = SessionVaultTool.fullMessage(for: error).split(separator: "\n")
            .compactMap { $0.firstMatch(of: /See '([^']+)'/)?.1 }.last
        return .usage(
            isUnexpected ? "there are more arguments than the command takes" : withoutValue(message).lowercasedFirst,
            hint: command.map { "see `\($0)`" })
    }

    /// The message in a line, without the value that does not fit its option.
    private static func withoutValue(_ message: String) -> String {
        message.replacing(/[Tt]he value '.*' is invalid for '(.*?)'/.dotMatchesNewlines()) {
            "the value is invalid for \($0.1)"
        }
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
#endif
