import Foundation
import SessionVault

/// Alice hands a session to Bob and Carol: sealed to both, signed by her, as text and as a file with the peers.
@main enum ShareWithRecipients {
    static func main() async throws {
        let parent = FileManager.default.temporaryDirectory
        let directory = parent.appending(path: "ShareWithRecipients-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: directory) }

        heading(1, "Everybody makes a key pair, once, and gives the public half away")
        let bob = try Person("bob", in: directory)
        let carol = try Person("carol", in: directory)
        let alice = try SigningIdentity.generate()
        print("   bob:      \(try bob.recipient)")
        print("   carol:    \(try carol.recipient)")
        print("   alice:    \(alice.signer), by which the others know what is from her")

        heading(2, "Alice seals her session to both, and signs it")
        let session = try await sample()
        let text = try await session.export(
            sealedTo: [bob.recipient, carol.recipient], signedBy: alice, note: "the news account, yours from Monday"
        ).text
        print("   \(text.prefix(48))… (\(text.utf8.count) characters)")

        heading(3, "Bob opens it, and takes it since Alice signed it")
        try await bob.take(text, from: alice.signer)

        heading(4, "Mallory has read Bob's recipient, and sends a session of his own")
        let mallory = try await sample()
        let planted = try await mallory.export(sealedTo: [bob.recipient], signedBy: try .generate()).text
        try await bob.take(planted, from: alice.signer)
        print("   and the one that Alice sent does not open for Mallory:")
        try await Person("mallory", in: directory).take(text, from: alice.signer)

        heading(5, "Carol gets a file with the peers")
        let file = directory.appending(path: "move.svault").path
        try await session.export(to: file, sealedTo: [carol.recipient], includingPeers: true, signedBy: alice)
        try await carol.take(file: file, from: alice.signer)
        try await session.close()
        try await mallory.close()
    }

    /// A session with a random key, which no server knows.
    private static func sample() async throws -> Session {
        let session = Session(MemoryStorage())
        try await session.open()
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 5_000_000_001), apiID: 12_345)
        try await session.update(
            (1...1_000).map { Peer(id: $0, accessHash: $0, kind: .user, usernames: ["user_\($0)"]) })
        return session
    }

    private static func heading(_ number: Int, _ text: String) { print("\n\(number). \(text)") }
}

/// Somebody with an identity in a file of his own.
struct Person {
    private let name: String
    private let file: String

    init(_ name: String, in directory: URL) throws {
        self.name = name
        file = directory.appending(path: "\(name).identity").path
        try Identity.generate().write(to: file)
    }

    /// What the others seal to.
    var recipient: Recipient { get throws { try Identity(file: file).recipient } }

    /// Opens an export into a session in memory, if it is from `sender`.
    func take(_ text: String, from sender: Signer) async throws {
        try await attempt { session in
            try await session.import(
                try ProtectedString(text), with: .identity(try Identity(file: file)), origin: .signed(by: [sender]))
        }
    }

    /// The same with a file.
    func take(file path: String, from sender: Signer) async throws {
        try await attempt { session in
            try await session.import(
                from: path, with: .identity(try Identity(file: file)), origin: .signed(by: [sender]))
        }
    }

    private func attempt(_ open: (Session) async throws -> ImportedExport) async throws {
        let session = Session(MemoryStorage())
        try await session.open()
        do {
            let export = try await open(session)
            let account = try session.account.map { "user \($0.id)" } ?? "no account"
            print("   \(name): \(account), \(try session.authKey), \(export.peers) peers")
            if let note = export.note { print("   \(name): \(note)") }
        } catch let error as VaultError {
            print("   \(name): refused: \(error)")
        }
        try await session.close()
    }
}
