import Foundation
import SessionVault
import Support

/// The same sessions as plain files and as files that a keyring opens.
struct Places {
    static let peers = 50

    let plain: URL
    let sealed: URL
    let keyring: URL
    let count: Int
    /// The sum of the first bytes of their auth keys.
    let sum: Int

    init(in directory: URL, count: Int) async throws {
        plain = directory.appending(path: "plain")
        sealed = directory.appending(path: "sealed")
        keyring = directory.appending(path: "keys.svault")
        self.count = count
        for url in [plain, sealed] {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        }
        let keys = try await Keyring.create(at: keyring.path, with: .passphrase(try Passphrase(Sample.passphrase)))
        let sample = Sample(count: Self.peers)
        var sum = 0
        for index in 0..<count {
            let key = try AuthKey.random()
            sum += try key.withBytes { Int($0[0]) }
            let name = "\(index).session"
            try await Self.write(key, sample, to: FileStorage(path: plain.appending(path: name).path))
            try await Self.write(
                key, sample, to: FileStorage(path: sealed.appending(path: name).path).encrypted(with: keys))
        }
        self.sum = sum
    }

    /// Those that were made by another process.
    init(plain: URL, sealed: URL, keyring: URL, count: Int) {
        (self.plain, self.sealed, self.keyring, self.count, sum) = (plain, sealed, keyring, count, 0)
    }

    private static func write(_ key: AuthKey, _ sample: Sample, to storage: any Storage) async throws {
        let session = Session(storage)
        try await session.withOpen {
            try await session.replace(
                authKey: key, dataCenter: DataCenter(id: 2), account: Account(id: 1), apiID: 1)
            try await session.update(sample.peers)
        }
    }
}
