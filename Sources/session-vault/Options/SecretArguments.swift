#if CLI
/// Secrets that somebody typed as arguments, where every user of the machine sees them in the list of processes, and the
/// shell keeps them in its history.
enum SecretArguments {
    private static let options: Set<String> = [
        "--passphrase", "--new-passphrase", "--password", "--key", "--new-key", "--secret", "--pass", "--token",
        "--session-string", "--string", "--auth-key", "--api-hash", "--also-passphrase", "--also-key",
    ]
    /// What begins a secret's text. A session string has no prefix, and is told by its length.
    private static let prefixes = ["svsec1", "svsigsec1", "svkey1", "svrec1", "svault1_"]

    /// Looks at the arguments before anything else does: nothing that is said about them may show one.
    ///
    /// - Throws: ``Failure`` that says why, and not what.
    static func refuse(_ arguments: [String]) throws {
        // What comes after `--` in `run` is the command's; elsewhere it is names.
        let isRun = arguments.first == "run"
        let own = isRun ? Array(arguments.prefix { $0 != "--" }) : arguments
        for (index, argument) in own.enumerated() {
            let option = String(argument.prefix { $0 != "=" })
            if options.contains(option), !(argument == "--passphrase" && isFlag(at: index, of: own)) {
                throw failure("a secret")
            }
            for text in [argument[...], argument.drop { $0 != "=" }.dropFirst()].map(trimmed) {
                // Their case is only how they are written.
                if prefixes.contains(where: { text.lowercased().hasPrefix($0) }) { throw failure("a secret's text") }
                if isSessionString(text) { throw failure("a session string, or a part of one,") }
            }
        }
    }

    /// The readers take white space and quotes off, too.
    private static func trimmed(_ text: Substring) -> Substring {
        let outer: Set<Character> = [" ", "\t", "\n", "\r", "\"", "'"]
        var text = text
        while let first = text.first, outer.contains(first) { text.removeFirst() }
        while let last = text.last, outer.contains(last) { text.removeLast() }
        return text
    }

    /// Whether it is the flag of `slots add` that asks for a passphrase, and no value follows.
    private static func isFlag(at index: Int, of arguments: [String]) -> Bool {
        let before = arguments[..<index]
        guard let add = before.lastIndex(of: "add"), add > 0, arguments[add - 1] == "slots" else { return false }
        // The name may come after it.
        return index + 1 >= arguments.count || arguments[index + 1].hasPrefix("-") || add + 1 == index
    }

    /// Whether it is base64 of so many characters as no name has that somebody types.
    private static func isSessionString(_ text: Substring) -> Bool {
        text.utf8.count >= 120
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-_+/=".utf8.contains(byte)
                }
            }
    }

    private static func failure(_ what: String) -> Failure {
        .usage(
            "\(what) was given as an argument: every user of this machine can see it in the list of processes, and shells "
                + "keep it in their history; take it for leaked",
            hint: "give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; "
                + "session strings and svault1_… go to standard input")
    }
}
#endif
