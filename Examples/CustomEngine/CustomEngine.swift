import Foundation
import SessionVault
import SessionVaultTesting

/// An engine of one's own, checked against the contract, and what it leaves on the disk.
@main enum CustomEngine {
    static func main() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "CustomEngine-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }

        let checks = try await StorageConformance {
            JSONStorage(directory: directory.appending(path: UUID().uuidString))
        }.run()
        print("JSONStorage keeps the contract of Storage: \(checks) checks passed.\n")

        let plain = directory.appending(path: "plain")
        try await show("Plain", JSONStorage(directory: plain), in: plain)

        let sealed = directory.appending(path: "sealed")
        let passphrase = try Passphrase("correct horse battery staple")
        try await show("Sealed", JSONStorage(directory: sealed).encrypted(with: passphrase), in: sealed)
    }

    /// Keeps a session in the storage, reads it back, and prints the file as anybody with the disk would read it.
    private static func show(_ title: String, _ storage: any Storage, in directory: URL) async throws {
        let session = Session(storage)
        try await session.withOpen { try await fill(session) }
        try await session.withOpen {
            let account = try session.account.map { "user \($0.id)" } ?? "no account"
            let peer = try await session.peer(username: "@Alice").map { "id \($0.id)" } ?? "nobody"
            print("\(title): \(account), \(try session.authKey), @Alice is \(peer)")
        }
        print("What is on the disk:")
        for line in try String(contentsOf: directory.appending(path: "session.json"), encoding: .utf8).split(
            separator: "\n")
        {
            print("  " + (line.count > 100 ? line.prefix(97) + "…" : line))
        }
        print()
    }

    private static func fill(_ session: Session) async throws {
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 5_000_000_001), apiID: 12_345)
        try await session.update([
            Peer(id: 777_000, accessHash: 0x5EC2E7, kind: .user, usernames: ["Alice"], phoneNumber: "+1 555 0100")
        ])
        try await session.update([UpdateState(id: 0, pts: 1_000, qts: 2, date: 1_700_000_000, seq: 5)])
    }
}
