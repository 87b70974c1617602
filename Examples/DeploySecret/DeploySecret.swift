import Foundation
import SessionVault

/// A session on its way into a code host's secrets: the request that sets one, without sending it.
@main enum DeploySecret {
    private static let usage = """
        usage: DeploySecret [KEY_ID KEY]
        Prints the request that puts a sample session into a repository's secrets. KEY_ID and KEY are what the host
        answers to GET /repos/OWNER/REPOSITORY/actions/secrets/public-key; without them it plays the host too.
        """

    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        if let first = arguments.first, ["-h", "--help"].contains(first) { return print(usage) }
        do {
            switch arguments.count {
            case 0: try await playBothSides()
            case 2: try await printRequest(for: HostKey(id: arguments[1], key: arguments[2]))
            default: throw Failure(usage)
            }
        } catch {
            FileHandle.standardError.write(Data("deploy-secret: error: \(error)\n".utf8))
            exit(1)
        }
    }

    /// What the host says of a repository's public key.
    private struct HostKey {
        let id: String
        /// X25519, in standard base64.
        let key: String
    }

    private static func playBothSides() async throws {
        // The host keeps the identity; the public half is all that it shows.
        let host = try Identity.generate()
        let key = HostKey(id: "568250167242549743", key: Data(host.recipient.publicKey).base64EncodedString())
        print("GET /repos/OWNER/REPOSITORY/actions/secrets/public-key\n")
        print(#"{"key_id": "\#(key.id)", "key": "\#(key.key)"}"#, "\n")
        let box = try await printRequest(for: key)

        print("\nOn the host, which opens it for the repository's runners:")
        let runner = Session(MemoryStorage())
        try await runner.open()
        let origin = try await runner.import(unverifiedBox: box, with: host)
        print("  \(try runner.account.map { "user \($0.id)" } ?? "no account"), \(try runner.authKey), \(origin)")
        try await runner.close()
    }

    @discardableResult
    private static func printRequest(for host: HostKey) async throws -> String {
        let session = try await sample()
        let box = try await session.export(sealedToRawBoxKey: host.key)
        try await session.close()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print("PUT /repos/OWNER/REPOSITORY/actions/secrets/SESSION_STRING\n")
        print(String(decoding: try encoder.encode(["encrypted_value": box, "key_id": host.id]), as: UTF8.self))
        return box
    }

    /// A session with a random key, which no server knows.
    private static func sample() async throws -> Session {
        let session = Session(MemoryStorage())
        try await session.open()
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 5_000_000_001), apiID: 12_345)
        return session
    }
}

/// An error of the example's own.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
