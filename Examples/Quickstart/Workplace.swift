import Foundation
import SessionVault

/// A directory that only this user can enter, for the example's copies; it goes with them.
struct Workplace {
    let directory: URL

    static func run(_ body: (Workplace) async throws -> Void) async throws {
        let parent = FileManager.default.temporaryDirectory
        let directory = parent.appending(path: "quickstart-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure("cannot make a directory in \(parent.path); set TMPDIR to one that you can write")
        }
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(Workplace(directory: directory))
    }

    /// A copy of the session at `path`, or a sample.
    func session(from path: String?) async throws -> SessionCopy {
        guard let path else {
            let file = SessionCopy(directory: directory, original: nil, origin: ["a sample, made for this run"])
            try await Sample.write(to: file.storage)
            return file
        }
        // What a client wrote last may still be in a log or a journal beside the file.
        let beside = ["-wal", "-journal"].filter { FileManager.default.fileExists(atPath: path + $0) }
        var origin = ["\(path), of which a copy was taken: yours is not touched"]
        if !beside.isEmpty {
            origin.append(
                "there is a \(beside.joined(separator: " and a ")) beside it: stop the client that uses it first")
        }
        let file = SessionCopy(directory: directory, original: path, origin: origin)
        for suffix in [""] + beside { try copy(path + suffix, to: file.path + suffix) }
        return file
    }

    private func copy(_ path: String, to copy: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw Failure("there is no file \(path)") }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else {
            throw Failure("\(path) is not a regular file")
        }
        guard let bytes = FileManager.default.contents(atPath: path) else { throw Failure("\(path) cannot be read") }
        guard
            FileManager.default.createFile(atPath: copy, contents: bytes, attributes: [.posixPermissions: 0o600])
        else { throw Failure("\(path) could not be copied to \(directory.path)") }
    }
}

/// A session file of the example's own.
struct SessionCopy {
    let directory: URL
    /// The user's own path, or nil for a sample.
    let original: String?
    /// Where the copy comes from, in lines to print.
    let origin: [String]

    var path: String { directory.appending(path: "copy.session").path }
    var storage: FileStorage { FileStorage(path: path) }

    /// The error in words about the user's own file, since the copy is gone when they are read.
    func failure(for error: any Error) -> Failure {
        guard let original else { return Failure("\(error)") }
        if error as? VaultError == .encrypted {
            return Failure("\(original) is sealed already; this example starts from a plain one")
        }
        return Failure("\(error)".replacing(path, with: original))
    }

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
