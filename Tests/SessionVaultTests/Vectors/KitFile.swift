import Foundation
import Testing

@testable import SessionVault

/// A test vector that is a file: header lines, an empty line, and what is to be read. `Tests/Interop/kit/make.py`
/// describes them, and makes them.
struct KitFile: Sendable, CustomTestStringConvertible {
    let name: String
    /// The text, or the bytes that stand there in base64.
    let body: [UInt8]
    private let lines: [String: String]

    var testDescription: String { name }

    /// Every file of the kit, by name.
    static let all: [KitFile] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "kit")
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
                try KitFile(name: name, [UInt8](Data(contentsOf: folder.appending(path: name))))
            }
        } catch {
            fatalError("the test vectors cannot be read: \(error)")
        }
    }()

    init(name: String, _ bytes: [UInt8]) throws {
        let end = try #require(bytes.indices.dropLast().first { bytes[$0] == 0x0A && bytes[$0 + 1] == 0x0A })
        var lines: [String: String] = [:]
        for line in String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\n") {
            let colon = try #require(line.firstRange(of: ": "))
            let key = String(line[..<colon.lowerBound])
            try #require(lines.updateValue(String(line[colon.upperBound...]), forKey: key) == nil)
        }
        let body = Array(bytes[(end + 2)...])
        let isBinary = ["file", "vault", "keyring", "ledger"].contains(lines["format"])
        self.name = name
        self.lines = lines
        self.body =
            isBinary
            ? [UInt8](try #require(Data(base64Encoded: Data(body), options: .ignoreUnknownCharacters)))
            : body.dropLast()
    }

    subscript(_ key: String) -> String? { lines[key] }

    func line(_ key: String) throws -> String { try #require(lines[key], "\(name) has no line \(key)") }

    /// What is to come of it.
    var expected: KitOutcome {
        get throws {
            let expect = try line("expect")
            guard expect == "success" else { return .refused(try #require(KitClass(rawValue: expect))) }
            let prefix = "gives "
            let given = lines.filter { $0.key.hasPrefix(prefix) }
            return .success(
                Dictionary(uniqueKeysWithValues: given.map { (String($0.key.dropFirst(prefix.count)), $0.value) }))
        }
    }
}

/// What a file gave, in the words of its lines, or the class of the refusal.
enum KitOutcome: Equatable {
    case success([String: String])
    case refused(KitClass)
}
