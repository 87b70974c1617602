import Foundation
import Testing

@testable import SessionVault

/// A session file in the repository, and what `contents.json` says of it.
struct FixtureFile: Sendable, CustomTestStringConvertible {
    let name: String
    let contents: Contents

    /// A fixture as the file has it, which says more than is read here.
    struct Contents: Decodable, Sendable {
        let schema: String
        /// What it is once it is opened; nil where it is refused.
        let opened: String?
        /// What the client left in a place that is read no more.
        let leftover: String?
        let session: Values
        let peers: [Peer]
        let updateStates: [State]
    }

    struct Values: Decodable, Sendable {
        let authKey: String
        let dcID: Int16
        let isTest: Bool
        let apiID: Int32
        let userID: Int64
        let isBot: Bool
        let date: Int64
        let serverAddress: String?
        let port: UInt16?
    }

    struct Peer: Decodable, Sendable {
        let id: Int64
        let accessHash: Int64?
        let type: String
        let usernames: [String]
        let phoneNumber: String?
        let date: Int64
    }

    struct State: Decodable, Sendable {
        let id: Int64
        let pts, qts, date, seq: Int64?
    }

    static let directory = URL(filePath: Scratch.fixture).deletingLastPathComponent()

    static let all: [FixtureFile] = {
        guard let data = try? Data(contentsOf: directory.appending(path: "contents.json")),
            let contents = try? JSONDecoder().decode([String: Contents].self, from: data)
        else { return [] }
        return contents.map { FixtureFile(name: $0, contents: $1) }.sorted { $0.name < $1.name }
    }()

    static let opened = all.filter { $0.contents.opened != nil }
    static let refused = all.filter { $0.contents.opened == nil }

    var testDescription: String { name }
    var path: String { Self.directory.appending(path: name + ".session").path }

    /// Copies the file to a scratch directory, where nobody else can read it.
    func copy(to scratch: Scratch) throws -> FileStorage {
        try FileManager.default.copyItem(atPath: path, toPath: scratch.path("x.session"))
        try scratch.setMode(0o600, "x.session")
        return FileStorage("x", directory: scratch.directory)
    }

    /// `pyrogram 3` and the like, as a schema.
    static func schema(_ text: String) -> SessionFileSchema? {
        let words = text.split(separator: " ")
        guard words.count == 2, let version = Int(words[1]) else { return nil }
        return switch words[0] {
        case "pyrogram": .pyrogram(version: version)
        case "pyrotgfork": .pyrotgfork(version: version)
        case "kurigram": .kurigram(version: version)
        case "pyrofork": .pyrofork(version: version)
        case "telethon": .telethon(version: version)
        case "half-migrated": .halfMigrated(number: version)
        case "unknown": .unknownVersion(number: version)
        default: nil
        }
    }

    var hasLeftoverUsernames: Bool { contents.leftover == "peers.username" }

    var schema: SessionFileSchema? { Self.schema(contents.schema) }
    var openedSchema: SessionFileSchema? { contents.opened.flatMap(Self.schema) }

    var session: SessionRecord {
        get throws {
            let values = contents.session
            let digits = Array(values.authKey)
            let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(digits[$0..<$0 + 2]), radix: 16)
            }
            return SessionRecord(
                authKey: .plain(try AuthKey(bytes)), dcID: values.dcID, isTest: values.isTest, apiID: values.apiID,
                userID: values.userID, isBot: values.isBot, date: values.date,
                serverAddress: values.serverAddress ?? "", port: values.port ?? 0)
        }
    }

    var peers: [PeerRecord] {
        contents.peers.map {
            PeerRecord(
                id: $0.id, accessHash: $0.accessHash, type: $0.type, usernames: $0.usernames,
                phoneNumber: $0.phoneNumber, date: $0.date)
        }.sorted { $0.id < $1.id }
    }

    var updateStates: [UpdateStateRecord] {
        contents.updateStates.map {
            UpdateStateRecord(id: $0.id, pts: $0.pts, qts: $0.qts, date: $0.date, seq: $0.seq)
        }.sorted { $0.id < $1.id }
    }
}
