import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct FileSchemaTests {
    private static let schema =
        "SELECT type, name, tbl_name, replace(replace(sql, char(10), ''), ' ', '') FROM "
        + "sqlite_master ORDER BY type, name"

    @Test func `a new file has the tables, indexes and trigger of the real one`() async throws {
        try await Scratch.run { scratch in
            try scratch.copyFixture()
            let storage = FileStorage("new", directory: scratch.directory)
            try await storage.open()
            try await storage.close()
            let real = try scratch.sqlite("real.session", Self.schema)
            #expect(real.contains("trg_peers_last_update_on"))
            try #expect(scratch.sqlite("new.session", Self.schema) == real)
            let rows = try scratch.sqlite(
                "new.session", "SELECT * FROM sessions", "SELECT * FROM version", "PRAGMA user_version",
                "PRAGMA application_id", "PRAGMA encoding")
            #expect(rows == "2|None|None|None|0|None|None\n6\n0\n0\nUTF-8")
        }
    }

    @Test func `what the real client wrote is read`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage(path: try scratch.copyFixture())
            try await storage.open()
            let key = try AuthKey((0..<256).map { UInt8(($0 * 7 + 1) % 256) })
            let expected = SessionRecord(
                authKey: .plain(key), dcID: 4, apiID: 12345, userID: 777_000, date: 1_700_000_000)
            try await #expect(storage.session() == expected)
            let user = try #require(try await storage.peer(.username("telegram")))
            #expect(user.id == 777_000 && user.accessHash == 5 && user.type == "user" && user.phoneNumber == "42777")
            let channel = try #require(try await storage.peer(.id(-1_001_000_000_001)))
            #expect(channel.usernames == ["durov", "tests"] && channel.phoneNumber == nil)
            try await #expect(storage.peers(after: nil, limit: 10).map(\.id) == [-1_001_000_000_001, -100, 777_000])
            let states = try await storage.updateStates().sorted { $0.id < $1.id }
            #expect(
                states == [
                    UpdateStateRecord(id: -1_001_000_000_001, pts: 7),
                    UpdateStateRecord(id: 0, pts: 1, qts: 2, date: 3, seq: 4),
                ])
            try await storage.close()
        }
    }

    @Test func `a positional insert by another client works on our file`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("new", directory: scratch.directory)
            try await storage.open()
            try await storage.close()
            let said = try scratch.sqlite(
                "new.session", "DELETE FROM sessions", "INSERT INTO sessions VALUES (1, 2, 0, NULL, 3, 4, 1)",
                "INSERT INTO peers VALUES (5, 6, 'bot', '7', 8)", "INSERT INTO usernames VALUES (5, 'a')",
                "INSERT INTO update_state VALUES (0, 1, 2, 3, 4)")
            #expect(said == "")
            try await storage.open()
            try await #expect(storage.session() == nil)
            let expected = PeerRecord(
                id: 5, accessHash: 6, type: "bot", usernames: ["a"], phoneNumber: "7", date: 8)
            try await #expect(storage.peer(.id(5)) == expected)
            try await storage.close()
        }
    }

    /// Each line makes another client's schema, or damages ours.
    @Test(arguments: [
        (
            ["ALTER TABLE sessions ADD COLUMN server_address TEXT", "UPDATE version SET number = 7"],
            SessionFileSchema.kurigram(version: 7)
        ),
        (
            [
                "DROP TABLE usernames", "CREATE TABLE usernames (id TEXT PRIMARY KEY, peer_id, last_update_on)",
                "UPDATE version SET number = 4",
            ], .pyrofork(version: 4)
        ),
        (["DROP TABLE usernames", "UPDATE version SET number = 4"], .pyrofork(version: 4)),
        (
            ["DROP TABLE usernames", "DROP TABLE update_state", "UPDATE version SET number = 3"],
            .pyrogram(version: 3)
        ),
        (["DROP TABLE update_state", "UPDATE version SET number = 4"], .pyrotgfork(version: 4)),
        (["UPDATE version SET number = 5"], .pyrotgfork(version: 5)),
        (["UPDATE version SET number = 99"], .unknown), (["UPDATE version SET number = 3"], .unknown),
        (["DELETE FROM version"], .unknown), (["INSERT INTO version VALUES (7)"], .unknown),
        (["ALTER TABLE peers ADD COLUMN more"], .unknown), (["ALTER TABLE peers ADD COLUMN sealed BLOB"], .unknown),
        (["ALTER TABLE sessions DROP COLUMN is_bot"], .unknown),
        (
            ["CREATE TRIGGER t AFTER UPDATE ON sessions BEGIN INSERT INTO usernames VALUES (1, NEW.auth_key); END"],
            .unknown
        ),
        (
            ["DROP TABLE update_state", "CREATE VIRTUAL TABLE update_state USING fts5(id, pts, qts, date, seq)"],
            .unknown
        ),
        (
            [
                "DROP TABLE sessions", "DROP TABLE version", "CREATE TABLE version (version INTEGER PRIMARY KEY)",
                "INSERT INTO version VALUES (8)", "CREATE TABLE entities (id, hash)",
            ], .telethon(version: 8)
        ),
    ])
    func `a file of another schema is told by its tables, and refused as it was`(
        statements: [String], expected: SessionFileSchema
    ) async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            for statement in statements { try #expect(scratch.sqlite("real.session", statement) == "") }
            let before = try scratch.contents
            let storage = FileStorage(path: path)
            await #expect(throws: VaultError.unsupportedSchema(expected, path: path)) { try await storage.open() }
            try #expect(scratch.contents == before)
            await #expect(throws: VaultError.notOpen) { try await storage.session() }
        }
    }

    @Test func `an error of a schema says that it is not opened`() {
        for schema in [SessionFileSchema.pyrotgfork(version: 5), .pyrogram(version: 3), .kurigram(version: 7)] {
            #expect(schema.description.contains("does not open"))
        }
        #expect(!SessionFileSchema.pyrotgfork(version: 6).description.contains("does not open"))
    }

    @Test func `a refused file in WAL mode keeps its log, byte for byte`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            let holder = try scratch.holder(
                "real.session", "PRAGMA journal_mode=WAL", "UPDATE version SET number = 99")
            holder.kill()
            let before = try scratch.contents
            try #expect(#require(before["real.session-wal"]).count > 0)
            let storage = FileStorage(path: path)
            await #expect(throws: VaultError.unsupportedSchema(.unknown, path: path)) { try await storage.open() }
            try #expect(scratch.contents == before)
        }
    }

    @Test func `a file that was migrated from Pyrogram's schema opens`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            try scratch.sqlite("real.session", "ALTER TABLE peers ADD COLUMN username TEXT")
            let storage = FileStorage(path: path)
            try await storage.open()
            try await #expect(storage.peer(.username("tests"))?.usernames == ["durov", "tests"])
            try await storage.close()
        }
    }

    @Test func `what is no database, or a cut one, is damaged, and left as it was`() async throws {
        try await Scratch.run { scratch in
            let real = try Data(contentsOf: URL(filePath: Scratch.fixture))
            for bytes in [Data("hello".utf8), Data(repeating: 7, count: 5000), real.prefix(50), real.prefix(9000)] {
                try bytes.write(to: URL(filePath: scratch.path("x.session")))
                try scratch.setMode(0o600, "x.session")
                let before = try scratch.contents
                let storage = FileStorage("x", directory: scratch.directory)
                await #expect(throws: VaultError.damagedFile(path: storage.path)) { try await storage.open() }
                try #expect(scratch.contents == before)
            }
        }
    }
}
