#if CLI
internal import ArgumentParser

/// What the parser would take for something else than it is.
enum ArgumentShape {
    private static var known: [String] {
        SessionVaultTool.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    }

    /// - Throws: ``Failure`` where there is no such command, of which the parser would complain by what follows, and for a
    ///   name that begins with a dash, which it would take for single letters.
    static func check(_ arguments: [String]) throws {
        try checkCommand(arguments)
        for (before, argument) in zip(arguments, arguments.dropFirst()).prefix(while: { $1 != "--" }) {
            let isValue = before.hasPrefix("--") && !before.contains("=")
            guard argument.hasPrefix("-"), !argument.hasPrefix("--"), argument.count > 2, !isValue else { continue }
            throw Failure.usage(
                "what begins with a dash is taken for options, and none has one dash",
                hint: "a name that begins with a dash comes after --: `-- -name`")
        }
    }

    private static func checkCommand(_ arguments: [String]) throws {
        guard let name = arguments.first, !name.hasPrefix("-"), !known.contains(name) else { return }
        // What is no word may be a secret in the wrong place.
        let isWord = name.count <= 16 && name.allSatisfy { $0.isASCII && $0.isLowercase }
        throw Failure.usage(
            isWord ? "there is no command \(name)" : "the first argument is no command's name",
            hint: "`session-vault --help` lists them")
    }
}
#endif
