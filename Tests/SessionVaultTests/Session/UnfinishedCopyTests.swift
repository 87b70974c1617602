import Foundation
import Testing

@testable import SessionVault

/// What a backup left that was killed.
@Suite struct UnfinishedCopyTests {
    private let left = ".sessionvault-1a2b3c"
    private let others = [".sessionvault-other", ".sessionvault-empty", "copy.session"]

    /// A session, a half of a copy of it, and files that are none.
    private func prepare(_ scratch: Scratch) async throws -> FileStorage {
        let storage = FileStorage("x", directory: scratch.directory)
        try await storage.open()
        try await #expect(storage.replaceSession(nil, with: .sample(try .random())))
        try await storage.apply(
            (1...3_000).map {
                .setPeer(PeerRecord(id: $0, accessHash: 1, type: "user", usernames: ["name\($0)"], date: 1))
            })
        try await storage.close()
        let bytes = try #require(FileManager.default.contents(atPath: storage.path))
        try bytes.prefix(bytes.count / 2).write(to: URL(filePath: scratch.path(left)))
        try Data(repeating: 7, count: 10_000).write(to: URL(filePath: scratch.path(others[0])))
        try Data().write(to: URL(filePath: scratch.path(others[1])))
        // A copy that has its name is its owner's.
        try bytes.write(to: URL(filePath: scratch.path(others[2])))
        return storage
    }

    @Test func `encrypting a session removes what is left of a copy of it, and nothing else`() async throws {
        try await Scratch.run { scratch in
            let storage = try await prepare(scratch)
            try await storage.encrypted(with: try Passphrase("a passphrase"), derivation: .minimum).encrypt()
            try #expect(scratch.names == (others + ["x.session"]).sorted())
        }
    }

    @Test(arguments: [false, true])
    func `deleting a plain session does so too`(isOpen: Bool) async throws {
        try await Scratch.run { scratch in
            let storage = try await prepare(scratch)
            if isOpen { try await storage.open() }
            try await storage.delete()
            try #expect(scratch.names == others.sorted())
        }
    }

    @Test func `a copy that this process is making is not taken for one`() async throws {
        try await Scratch.run { scratch in
            let storage = try await prepare(scratch)
            try await storage.open()
            guard case .plain(let key)? = try await storage.session()?.authKey else { return }
            try await storage.engine.write {
                try $0.read(or: ()) { database in
                    let (path, place) = (
                        scratch.path(".sessionvault-now"), try SessionFile.Location(scratch.path("new"))
                    )
                    try Data().write(to: URL(filePath: path))
                    try database.beginBackup(to: path, for: place)
                    _ = try database.stepBackup(to: path, for: place)
                    try UnfinishedCopies.remove(holding: key, in: scratch.directory)
                    try database.endBackup(to: path)
                }
            }
            try #expect(scratch.names.contains(".sessionvault-now") && !scratch.names.contains(left))
            try await storage.close()
        }
    }
}
