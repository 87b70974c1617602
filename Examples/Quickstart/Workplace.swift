import Foundation
import SessionVault

/// A directory that only this user can enter, for the example's copies; it goes with them.
struct Workplace {
    let directory: URL

    static func run(_ body: (Workplace) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "quickstart-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(Workplace(directory: directory))
    }

    /// A copy of the session at `path`, or a sample.
    func session(from path: String?) async throws -> SessionCopy {
        guard let path else {
            let file = SessionCopy(directory: directory, origin: "a sample, made for this run")
            try await Sample.write(to: file.storage)
            return file
        }
        let file = SessionCopy(directory: directory, origin: "\(path), copied: yours is not touched")
        guard FileManager.default.fileExists(atPath: path) else { throw Failure("there is no file \(path)") }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw Failure("\(path) is no regular file")
        }
        // What a client wrote last may still be in the log beside the file.
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
            let bytes = try Data(contentsOf: URL(filePath: path + suffix))
            let created = FileManager.default.createFile(
                atPath: file.path + suffix, contents: bytes, attributes: [.posixPermissions: 0o600])
            guard created else { throw Failure("\(path) could not be copied") }
        }
        return file
    }
}

/// A session file of the example's own.
struct SessionCopy {
    let directory: URL
    let origin: String

    var path: String { directory.appending(path: "copy.session").path }
    var storage: FileStorage { FileStorage(path: path) }

    /// Says what somebody finds who has the files and no key.
    func describeTheft(of known: Belongings) throws {
        var bytes = Data()
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            bytes += try Data(contentsOf: directory.appending(path: name))
        }
        func count(_ values: [Data]) -> String { "\(values.count { bytes.range(of: $0) != nil }) of \(values.count)" }
        print("   A thief of the file reads:")
        print("     parts of the auth key: \(count(known.keyParts))")
        print("     usernames:             \(count(known.usernames))")
        print("     phone numbers:         \(count(known.phoneNumbers))")
    }
}

/// What a session file would betray.
struct Belongings {
    let keyParts: [Data]
    let usernames: [Data]
    let phoneNumbers: [Data]

    init(of session: Session) async throws {
        keyParts = try session.authKey.withBytes { key in
            (0..<16).map { part in Data((0..<16).map { key[part * 16 + $0] }) }
        }
        var peers: [Peer] = []
        for try await peer in session.peers { peers.append(peer) }
        usernames = peers.flatMap(\.usernames).map { Data($0.utf8) }
        phoneNumbers = peers.compactMap(\.phoneNumber).map { Data($0.utf8) }
    }
}

/// A session with a random key, which no server knows.
enum Sample {
    static func write(to storage: FileStorage) async throws {
        let session = Session(storage)
        try await session.open()
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 5_000_000_001), apiID: 12_345)
        try await session.update([
            Peer(id: 777_000, accessHash: 1, kind: .user, usernames: ["alice_sample"], phoneNumber: "15550100"),
            Peer(id: 777_001, accessHash: 2, kind: .user, usernames: ["bob_sample", "robert_sample"]),
            Peer(id: 777_002, accessHash: 3, kind: .bot, usernames: ["sample_bot"]),
            Peer(id: -1_001_234_567_890, accessHash: 4, kind: .channel, usernames: ["sample_channel"]),
        ])
        try await session.update([UpdateState(id: 0, pts: 1_000, qts: 2, date: 1_700_000_000, seq: 5)])
        try await session.close()
    }
}
