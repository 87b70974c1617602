#if CLI
internal import ArgumentParser
internal import FoundationEssentials

/// How a session is named on the command line: `my_account`, which is `./my_account.session`, or a path that ends in
/// `.session`.
struct SessionName: ExpressibleByArgument {
    /// As it was typed.
    let given: String
    /// The path of its file.
    let path: String

    init?(argument: String) {
        given = argument
        let ending = ".session"
        if argument.hasSuffix(ending), argument.utf8.count > ending.utf8.count {
            path = argument
        } else {
            path = "./" + argument + ending
        }
    }

    /// - Throws: ``Failure`` for what is neither a name nor a path.
    func checked() throws -> SessionName {
        guard !given.isEmpty, path == given || !given.utf8.contains(UInt8(ascii: "/")) else {
            throw Failure.usage(
                "a session is named `my_account`, or by a path that ends in .session",
                hint: given.isEmpty ? nil : "did you mean \(given).session?")
        }
        return self
    }

    /// Whether there is something at its path.
    var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    static var defaultCompletionKind: CompletionKind { .file(extensions: ["session"]) }
}
#endif
