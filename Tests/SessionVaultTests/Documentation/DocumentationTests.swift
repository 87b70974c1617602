import Foundation
import Testing

/// The documents show nothing that is not compiled and run: each block of Swift stands in a test of this folder.
@Suite struct DocumentationTests {
    private static let folder = "Tests/SessionVaultTests/Documentation"
    /// What readers are told to type at the package's directory.
    private static let commands: Set = ["./Examples/quickstart", "./Tests/run"]

    @Test(arguments: Documents.paths)
    func `every block of Swift stands in a test that runs it`(_ path: String) throws {
        let tests = try Documents.files(in: Self.folder, suffix: "Snippets.swift").map { file in
            Documents.withoutSpace(try Documents.text(Self.folder + "/" + file))
        }
        for block in Documents.blocks(try Documents.text(path), in: ["swift"]) {
            let isRun = !block.words.isEmpty && tests.contains { $0.contains(block.words) }
            #expect(isRun, "\(path):\(block.line): no file \(Self.folder)/…Snippets.swift holds this block")
        }
    }

    @Test func `no article is left out`() throws {
        #expect(try Documents.files(in: Documents.catalog, suffix: ".md") == Documents.articles)
    }

    @Test(arguments: Documents.paths)
    func `every command of the package that a document shows is one that is tested`(_ path: String) throws {
        for block in Documents.blocks(try Documents.text(path), in: ["sh", "bash", "console"]) {
            for line in block.text.split(separator: "\n") {
                let words = line.split(separator: " ").drop { $0 == "$" }
                guard let command = words.first, command.hasPrefix("./") else { continue }
                #expect(Self.commands.contains(String(command)), "\(path):\(block.line): \(command) is not tested")
                let file = Documents.url(String(command.dropFirst(2))).path
                #expect(FileManager.default.isExecutableFile(atPath: file), "\(command) cannot be run")
            }
        }
    }

    @Test(arguments: Documents.paths)
    func `every command of the tool that a document shows is in a story that is played`(_ path: String) throws {
        let stories = "Tests/Tool/stories"
        let played = Set(
            try Documents.files(in: stories, suffix: ".story")
                .flatMap { try Documents.text(stories + "/" + $0).split(separator: "\n") }
                .map { String($0.drop { $0 == "$" || $0 == " " }) })
        for block in Documents.blocks(try Documents.text(path), in: ["console"]) {
            for line in block.text.split(separator: "\n") where line.hasPrefix("$ session-vault ") {
                let command = String(line.dropFirst(2))
                #expect(played.contains(command), "\(path):\(block.line): no story has: \(command)")
            }
        }
    }

    @Test func `blocks are found by their fences and compared without white space`() {
        let document = "a\n```swift\nlet a =  1\n```\n```\nno\n```\n  ```sh\n  ./x\n  ```\n```swift\n```\n"
        let swift = Documents.blocks(document, in: ["swift"])
        #expect(swift.map(\.line) == [2, 11])
        #expect(swift.map(\.words) == ["leta=1", ""])
        #expect(Documents.blocks(document, in: ["sh"]).map(\.words) == ["./x"])
    }
}
