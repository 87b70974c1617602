import Foundation

/// The package's documents and the code in them.
enum Documents {
    /// Every document that shows code, by its path in the package.
    static let paths = ["README.md", "SECURITY.md"] + articles.map { catalog + "/" + $0 }
    static let articles = [
        "Exports.md", "Format.md", "Guarantees.md", "Keys.md", "LeakedAndLost.md", "RunningAService.md",
        "SessionVault.md",
        "TheTool.md", "WhereItRuns.md", "WritingAnEngine.md",
    ]
    static let catalog = "Sources/SessionVault/SessionVault.docc"

    /// A fenced block and the line that it begins at.
    struct Block {
        let line: Int
        let text: String
        /// The text without what the place of a line in a file may change.
        var words: String { Documents.withoutSpace(text) }
    }

    /// The package's directory, found from this file's.
    private static let package = URL(filePath: #filePath).appending(path: "../../../..").standardized

    static func url(_ path: String) -> URL { package.appending(path: path) }

    static func text(_ path: String) throws -> String { try String(contentsOf: url(path), encoding: .utf8) }

    /// The names of the files in a directory of the package that end in `suffix`, sorted.
    static func files(in directory: String, suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url(directory).path).filter { $0.hasSuffix(suffix) }
            .sorted()
    }

    /// The blocks of a document in one of the languages.
    static func blocks(_ document: String, in languages: Set<String>) -> [Block] {
        var blocks: [Block] = []
        var open: (language: String, line: Int, lines: [Substring])?
        for (index, line) in document.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let isFence = line.drop { $0 == " " }.hasPrefix("```")
            if let block = open {
                if isFence {
                    if languages.contains(block.language) {
                        blocks.append(Block(line: block.line, text: block.lines.joined(separator: "\n")))
                    }
                    open = nil
                } else {
                    open?.lines.append(line)
                }
            } else if isFence {
                let info = line.drop { $0 == " " || $0 == "`" }
                open = (info.prefix { $0 != " " }.lowercased(), index + 1, [])
            }
        }
        return blocks
    }

    static func withoutSpace(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}
