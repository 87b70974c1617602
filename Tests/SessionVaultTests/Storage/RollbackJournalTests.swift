import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct RollbackJournalTests {
    private static let state = [StorageChange.setUpdateState(UpdateStateRecord(id: 0, pts: 7))]

    @Test func `the file is whole by itself after every commit, and alone after the close`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory, journal: .rollback)
            try await storage.open()
            let record = SessionRecord.sample(try AuthKey.random())
            for step in 1...3 {
                switch step {
                case 1: try await #expect(storage.replaceSession(nil, with: record))
                case 2: try await storage.apply(Self.state)
                default: _ = try await storage.scrub(RemnantPatterns(authKey: nil))
                }
                try #expect(scratch.names == ["x.session", "x.session-journal"])
                try #expect(FileFacts.of(storage.path + "-journal")?.size == 0)
            }
            try scratch.copy("x.session", to: "copy")
            try #expect(scratch.sqlite("x.session", "SELECT * FROM version") == "error: database is locked")
            try #expect(scratch.sqlite("copy", "SELECT pts, api_id FROM update_state, sessions") == "7|6")
            try #expect(scratch.python("print(list(open('\(scratch.path("copy"))', 'rb').read()[18:20]))") == "[1, 1]")
            try await storage.close()
            try #expect(scratch.names == ["copy", "x.session"])
            try await storage.open()
            try await storage.apply(Self.state)
            try await storage.delete()
            try #expect(scratch.names == ["copy"])
        }
    }

    @Test func `one that is let go leaves a single file`() async throws {
        try await Scratch.run { scratch in
            do {
                let storage = FileStorage("x", directory: scratch.directory, journal: .rollback)
                try await storage.open()
                try await storage.apply(Self.state)
                try #expect(scratch.names == ["x.session", "x.session-journal"])
            }
            try #expect(scratch.names == ["x.session"])
        }
    }

    @Test(arguments: [FileStorage.Locking.exclusive, .shared])
    func `a file is converted from one journal to the other and back`(_ locking: FileStorage.Locking) async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            try scratch.holder("real.session", "PRAGMA journal_mode=WAL", "UPDATE sessions SET api_id = 99").kill()
            try #expect(scratch.names.contains("real.session-wal"))
            for (journal, companion) in [
                (FileStorage.Journal.rollback, "real.session-journal"), (.writeAheadLog, "real.session-wal"),
                (.rollback, "real.session-journal"),
            ] {
                let storage = FileStorage(path: path, locking: locking, journal: journal)
                try await storage.open()
                try await storage.apply(Self.state)
                try await #expect(storage.session()?.apiID == 99)
                try await #expect(storage.updateStates().contains { $0.pts == 7 })
                try #expect(scratch.names.filter { !$0.hasSuffix("-shm") } == ["real.session", companion])
                try await storage.close()
                try #expect(scratch.names == ["real.session"])
            }
        }
    }

    @Test func `old pages in a journal that another program keeps are gone`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            try scratch.sqlite("real.session", "PRAGMA journal_mode=PERSIST", "UPDATE peers SET phone_number = '1'")
            try #expect(FileFacts.of(path + "-journal")?.size ?? 0 > 0)
            let storage = FileStorage(path: path, journal: .rollback)
            try await storage.open()
            try #expect(FileFacts.of(path + "-journal")?.size == 0)
            try await storage.close()
            try #expect(scratch.names == ["real.session"])
        }
    }

    @Test func `a crashed writer's journal is played back, and the next one has its name`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            try scratch.holder(
                "real.session", "PRAGMA cache_size=1", "PRAGMA cache_spill=1", "BEGIN",
                "UPDATE peers SET phone_number = hex(randomblob(50000))"
            ).kill()
            try #expect(scratch.names == ["real.session", "real.session-journal"])
            var store = SessionStore(place: .file(path, .init(journal: .rollback)))
            _ = try store.open()
            try #expect(store.read(or: nil) { try $0.peer(.phoneNumber("42777")) } != nil)
            // Another name would leave a crash in the middle of a commit without a journal to go back by.
            try store.write { database in
                try database.connection.transaction {
                    try database.connection.execute("UPDATE update_state SET pts = pts + 1", "write")
                    try database.connection.execute("DELETE FROM sessions", "write")
                    let size = try database.connection.withRawFile(.journal) { try $0?.size() } ?? 0
                    #expect(size > 0)
                    try #expect(FileFacts.of(path + "-journal")?.size == size)
                }
            }
            try store.close()
            try #expect(scratch.names == ["real.session"])
        }
    }
}
