#if CLI
internal import VaultProcess

/// What the tool says on standard error: everything but a command's result.
enum Diagnostics {
    static func note(_ text: String) { write("session-vault: \(text)") }

    static func warning(_ text: String) { write("session-vault: warning: \(text)") }

    static func error(_ failure: Failure) {
        write("session-vault: error: \(failure.message)")
        if let hint = failure.hint { self.hint(hint) }
    }

    static func hint(_ text: String) { write("hint: \(text)") }

    /// A line, in which nothing moves the cursor or colours the terminal: names and paths can be somebody else's.
    private static func write(_ line: String) {
        Progress.clearLine()
        // Where standard error is gone, there is nobody to tell.
        try? StandardStreams.write(Array((line.withoutControls + "\n").utf8).span, to: .error)
    }
}

extension String {
    /// The text with control characters written as escapes.
    var withoutControls: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
#endif
