package import Foundation
package import SessionVault

/// The peers of a benchmark: each with two usernames and a phone number.
package struct Sample: Sendable {
    package static let passphrase = "correct horse battery staple"

    package let peers: [Peer]

    package init(count: Int) { peers = (0..<count).map(Self.peer) }

    /// The peer of a number, with another access hash each time.
    package static func peer(_ number: Int) -> Peer {
        let id = id(number)
        return Peer(
            id: id, accessHash: .random(in: .min ... .max), kind: .user, usernames: ["name_\(id)", "other_\(id)"],
            phoneNumber: "1\(id)")
    }

    private static func id(_ number: Int) -> Int64 { 1_000_000_007 + Int64(number) * 7_919 }

    /// A sealed file that holds the peers, closed.
    package func write(to directory: URL) async throws -> SealedFile {
        let file = SealedFile(url: directory.appending(path: "original.session"))
        let session = Session(try file.storage())
        try await session.open()
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 1), apiID: 1)
        try await session.update(peers)
        try await session.close()
        return file
    }
}

/// A sealed session's file.
package struct SealedFile {
    package let url: URL

    package init(url: URL) { self.url = url }

    package func storage() throws -> EncryptedStorage {
        FileStorage(path: url.path).encrypted(with: try Passphrase(Sample.passphrase))
    }
}
