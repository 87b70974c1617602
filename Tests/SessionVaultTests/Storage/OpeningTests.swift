import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

/// What an opening reads once, and what it leaves beside the file.
@Suite struct OpeningTests {
    private static let record = SessionRecord(
        authKey: .envelope(StoredKey.envelopeMagic + [UInt8](repeating: 1, count: 64)), dcID: 2)

    /// A closed storage with a record in it.
    private static func storage(in scratch: Scratch) async throws -> FileStorage {
        let storage = FileStorage("x", directory: scratch.directory)
        try await storage.open()
        try await #expect(storage.replaceSession(nil, with: record))
        try await storage.close()
        return storage
    }

    @Test func `what the opening read is given once, and never in the place of what was written since`() async throws {
        try await Scratch.run { scratch in
            let storage = try await Self.storage(in: scratch)
            var changed = Self.record
            changed.dcID = 4
            _ = try await storage.open { _ = try $0.session() }
            try await #expect(storage.session() == Self.record)
            try await #expect(storage.replaceSession(Self.record, with: changed))
            try await #expect(storage.session() == changed)
            try await storage.close()

            _ = try await storage.open { _ = try $0.session() }
            try await #expect(storage.replaceSession(changed, with: Self.record))
            try await #expect(storage.session() == Self.record)
            try await storage.close()
        }
    }

    @Test func `of a shared file the record is read when it is asked for`() async throws {
        try await Scratch.run { scratch in
            let path = try await Self.storage(in: scratch).path
            let storage = FileStorage(path: path, locking: .shared)
            _ = try await storage.open { _ = try $0.session() }
            _ = try scratch.sqlite("x.session", "UPDATE sessions SET dc_id = 4")
            try await #expect(storage.session()?.dcID == 4)
            try await storage.close()
        }
    }

    @Test func `a sealed session is read once by its opening, and anew by each that follows`() async throws {
        let hooked = HookedStorage(DictionaryStorage())
        let reads = Shared(0)
        hooked.before { if case .readSession = $0 { reads.change { $0 += 1 } } }
        let key = try RawKey([UInt8](repeating: 7, count: 32).span)
        let session = Session(hooked.encrypted(with: .rawKey(key)))
        try await session.open()
        try await session.update(
            authKey: try AuthKey([UInt8](repeating: 3, count: 256)), dataCenter: DataCenter(id: 2))
        try await session.close()
        for _ in 1...2 {
            reads.change { $0 = 0 }
            try await session.open()
            #expect(reads.value == 1)
            try #expect(session.dataCenter.id == 2)
            try await session.close()
        }
    }

    @Test(arguments: ["-journal", "-shm"])
    func `an empty file of another journal's is gone after an opening`(suffix: String) async throws {
        try await Scratch.run { scratch in
            let storage = try await Self.storage(in: scratch)
            #expect(FileManager.default.createFile(atPath: storage.path + suffix, contents: nil))
            try scratch.setMode(0o600, "x.session" + suffix)
            try await storage.open()
            try #expect(scratch.names == ["x.session", "x.session-wal"])
            try await storage.close()
            try #expect(scratch.names == ["x.session"])
        }
    }

    @Test func `a storage of ours closes in a cancelled task, and another's in a task of its own`() async throws {
        try await Scratch.run { scratch in
            let key = try RawKey([UInt8](repeating: 7, count: 32).span)
            let picky = HookedStorage(DictionaryStorage())
            picky.before { if case .close = $0 { try Task.checkCancellation() } }
            let storages: [any Storage] = [
                FileStorage("a", directory: scratch.directory),
                FileStorage("b", directory: scratch.directory).encrypted(with: .rawKey(key)),
                picky, picky.encrypted(with: .rawKey(key)),
            ]
            for storage in storages {
                try await storage.open()
                let task = Task {
                    while !Task.isCancelled { await Task.yield() }
                    try await storage.closeInAnyCase()
                }
                task.cancel()
                try await task.value
                await #expect(throws: VaultError.notOpen) { try await storage.session() }
            }
        }
    }
}
