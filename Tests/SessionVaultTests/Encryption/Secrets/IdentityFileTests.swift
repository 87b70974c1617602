import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct IdentityFileTests {
    private let text = KnownAnswers.shared.identity.identity_text ?? ""
    private let recipient = KnownAnswers.shared.identity.recipient_text ?? ""

    private func read(_ content: String, _ scratch: Scratch) throws -> String {
        try Identity(file: try scratch.write(Array(content.utf8))).recipient.description
    }

    @Test func `the one line that is no comment is the identity`() async throws {
        try await Scratch.run { scratch in
            for content in [
                text, text + "\n", "# one\n#two\n\n\(text)\n", "\r\n# one\r\n\(text)\r\n\r\n", "\(text)\n# \(text)",
            ] {
                try #expect(read(content, scratch) == recipient)
            }
        }
    }

    @Test func `two identities, none, and another kind are refused`() async throws {
        try await Scratch.run { scratch in
            let refused: [(String, VaultError)] = [
                ("\(text)\n\(text)\n", .invalidSecret(.identity)), (recipient, .invalidSecret(.identity)),
                (text.lowercased(), .invalidSecret(.identity)), (" # \n\(text)", .invalidSecret(.identity)),
                (text.dropLast(2) + "\n", .typo(missing: 2)),
            ]
            for (content, error) in refused { #expect(throws: error) { try read(content, scratch) } }
            for content in ["# one\n", "\n\n"] {
                let path = try scratch.write(Array(content.utf8))
                #expect(throws: VaultError.unsuitableSecret(.empty, path: path)) { try Identity(file: path) }
            }
        }
    }

    @Test func `what is written is private, names the recipient, and is read`() async throws {
        try await Scratch.run { scratch in
            let path = scratch.path("identity")
            let identity = try Identity(text)
            try identity.write(to: path)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "# recipient: \(recipient)\n\(text)\n")
            #expect(try scratch.mode("identity") == 0o600)
            #expect(try scratch.names == ["identity"])
            #expect(try Identity(file: path).recipient == identity.recipient)
        }
    }

    @Test func `nothing is replaced, a link neither`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.write([1, 2, 3])
            try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: "/none")
            let before = try FileFacts.of(path)
            for path in [path, scratch.path("link")] {
                #expect(throws: VaultError.unsuitableFile(.exists, path: path)) { try Identity(text).write(to: path) }
            }
            #expect(try FileFacts.of(path) == before)
            #expect(try scratch.names.count == 2)
            let nowhere = scratch.path("none/identity")
            #expect(throws: VaultError.unsuitableFile(.missingDirectory, path: nowhere)) {
                try Identity(text).write(to: nowhere)
            }
        }
    }
}
