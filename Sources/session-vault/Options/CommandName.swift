#if CLI
internal import ArgumentParser

/// The first argument that is no option: the command's name.
enum CommandName {
    private static var known: [String] {
        SessionVaultTool.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    }

    /// - Throws: ``Failure`` where there is no such command. The parser would complain of what follows.
    static func check(_ arguments: [String]) throws {
        guard let name = arguments.first, !name.hasPrefix("-"), !known.contains(name) else { return }
        // What is no word may be a secret in the wrong place.
        let isWord = name.count <= 16 && name.allSatisfy { $0.isASCII && $0.isLowercase }
        throw Failure.usage(
            isWord ? "there is no command \(name)" : "the first argument is no command's name",
            hint: "`session-vault --help` lists them")
    }
}
#endif
