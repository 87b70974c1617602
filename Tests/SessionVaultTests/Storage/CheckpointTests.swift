import Foundation
import Testing

@testable import SessionVault
@testable import VaultSQLite

/// The log of a file: how long it gets, and who waits for it.
@Suite struct CheckpointTests {
    private static let pageAndHeader = 4_096 + 24

    private func size(_ name: String, _ scratch: Scratch) throws -> Int {
        try FileFacts.of(scratch.path(name))?.size ?? 0
    }

    private func peers(_ ids: ClosedRange<Int64>) -> [StorageChange] {
        ids.map { .setPeer(.user($0, ["name\($0)"], phoneNumber: "1555\($0)")) }
    }

    private func pagesInLog(_ storage: FileStorage) async throws -> Int {
        try await storage.engine.read { try $0.read(or: 0) { $0.connection.pagesInLog } }
    }

    @Test(arguments: [false, true])
    func `however many batches are written, the log stays short`(isSealed: Bool) async throws {
        try await Scratch.run { scratch in
            let file = FileStorage("x", directory: scratch.directory)
            let session = Session(
                isSealed ? file.encrypted(with: try Passphrase("log"), derivation: .minimum) : file)
            try await session.open()
            try await session.replace(
                authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 1), apiID: 1)
            var largest = 0
            for round in 0..<Int64(60) {
                let ids = (0..<200).map { $0 * 1_000 + round }
                try await session.update(ids.map { Peer.user($0, ["name\($0)"], phoneNumber: "1555\($0)") })
                largest = max(largest, try size("x.session-wal", scratch))
                try await #expect(pagesInLog(file) <= CheckpointPolicy.mostPages)
            }
            // What may be in the log, and one batch more.
            #expect(largest <= CheckpointPolicy.mostPages * Self.pageAndHeader * 2)
            try #expect(size("x.session", scratch) > largest / 2)
            try await session.close()
            try #expect(scratch.names == ["x.session"])
        }
    }

    @Test func `a log that was long is cut`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.apply(peers(1...40_000))
            try #expect(size("x.session-wal", scratch) > CheckpointPolicy.mostBytes)
            try await #expect(pagesInLog(storage) == 0)
            // A row that is as it was would write nothing.
            try await storage.apply(peers(40_001...40_001))
            try #expect(size("x.session-wal", scratch) <= CheckpointPolicy.mostBytes)
            try await storage.close()
        }
    }

    @Test func `a log that a crash left is written into the file when that is opened`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            // Without what follows a batch.
            let changes = peers(1...20_000)
            try await storage.engine.write { try $0.write { try $0.apply(changes) } }
            for name in ["x.session", "x.session-wal"] { try scratch.copy(name, to: "copy-" + name) }
            try #expect(size("copy-x.session-wal", scratch) > CheckpointPolicy.mostPages * Self.pageAndHeader)
            let copy = FileStorage(path: scratch.path("copy-x.session"))
            try await copy.open()
            try #expect(size("copy-x.session-wal", scratch) == 0)
            try await #expect(copy.peers(after: nil, limit: .max).count == 20_000)
            try await copy.close()
            try await storage.close()
        }
    }

    @Test func `a log that cannot be copied keeps what it has, and is copied later`() async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(scratch.path("x.session")))
            _ = try store.open()
            try store.write { try $0.apply(peers(1...5_000)) }
            try store.read(or: ()) { database in
                // While a statement reads, SQLite refuses to (SQLITE_LOCKED).
                _ = try database.connection.first("SELECT * FROM version", "read") { _ in
                    #expect(throws: SQLiteError.self) { try database.connection.copyJournal() }
                }
                #expect(database.connection.pagesInLog > 0)
                let synchronous = try database.connection.first("PRAGMA synchronous", "read") { $0.text(0) }
                #expect(synchronous == "1")
            }
            // What a kill of the process would leave now.
            for name in ["x.session", "x.session-wal"] { try scratch.copy(name, to: "copy-" + name) }
            let copy = FileStorage(path: scratch.path("copy-x.session"))
            try await copy.open()
            try await #expect(copy.peers(after: nil, limit: .max).count == 5_000)
            try await copy.close()
            try store.read(or: ()) { database in
                try database.connection.copyJournal()
                #expect(database.connection.pagesInLog == 0)
            }
            try store.close()
        }
    }

    @Test func `where a sync fails the batch is there, and the file is opened anew`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            let changes = peers(1...20_000)
            try await storage.engine.write { try $0.write { try $0.apply(changes) } }
            let syncs = try await storage.engine.read { store in
                try store.read(or: nil) { try $0.connection.sync(.journal) }
            }
            let first = try #require(syncs)
            try first.run()
            // As after a failure of the sync.
            try await storage.engine.read { try $0.read(or: ()) { $0.isDoubtful = true } }
            #expect(throws: SQLiteError(code: 21, operation: "sync the file")) { try first.run() }
            try await storage.apply([.removePeer(id: 1)])
            try await #expect(storage.peers(after: nil, limit: .max).count == 19_999)
            try await storage.close()
            try #expect(scratch.names == ["x.session"])
        }
    }

    @Test func `while the log is copied look-ups are answered, and writes and the close wait`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.apply(peers(1...3))
            let waiting = Shared<[Task<Void, any Error>]>([])
            let found = Shared<[Int]>([])
            await storage.engine.pausingWrites {
                let writing = Task { try await storage.apply([.removePeer(id: 1)]) }
                waiting.change { $0.append(writing) }
                for _ in 0..<100 {
                    await Task.yield()
                    let count = try? await storage.peers(after: nil, limit: 10).count
                    found.change { $0.append(count ?? 0) }
                }
            }
            #expect(found.value == Array(repeating: 3, count: 100))
            for task in waiting.value { try await task.value }
            try await #expect(storage.peers(after: nil, limit: 10).count == 2)
            let closed = Shared(false)
            await storage.engine.pausingWrites {
                let closing = Task {
                    try await storage.close()
                    closed.change { $0 = true }
                }
                waiting.change { $0 = [closing] }
                for _ in 0..<100 { await Task.yield() }
                #expect(!closed.value)
            }
            for task in waiting.value { try await task.value }
            #expect(closed.value)
        }
    }
}
