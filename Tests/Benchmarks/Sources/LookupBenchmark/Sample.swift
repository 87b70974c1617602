import Foundation
import SessionVault

/// The peers of the benchmark: each with two usernames and a phone number.
struct Sample: Sendable {
    static let passphrase = "correct horse battery staple"

    let peers: [Peer]
    let usernames: [String]
    let phoneNumbers: [String]

    init(count: Int) {
        let numbers = (0..<count).map { 1_000_000_007 + Int64($0) * 7_919 }
        usernames = numbers.map { "name_\($0)" }
        phoneNumbers = numbers.map { "1\($0)" }
        peers = numbers.indices.map { index in
            Peer(
                id: numbers[index], accessHash: .random(in: .min ... .max), kind: .user,
                usernames: ["name_\(numbers[index])", "other_\(numbers[index])"], phoneNumber: "1\(numbers[index])")
        }
    }

    /// Other peers in another order each time.
    func picks(_ count: Int) -> ArraySlice<Int> { Array(peers.indices).shuffled().prefix(count) }

    /// A sealed file that holds the peers, closed.
    func write(to directory: URL) async throws -> SealedFile {
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
struct SealedFile {
    let url: URL

    func storage() throws -> EncryptedStorage {
        FileStorage(path: url.path).encrypted(with: try Passphrase(Sample.passphrase))
    }

    func copy(named name: String) throws -> SealedFile {
        let copy = SealedFile(url: url.deletingLastPathComponent().appending(path: name))
        try FileManager.default.copyItem(at: url, to: copy.url)
        return copy
    }
}
