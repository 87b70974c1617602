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

    /// Each line makes another client's file, or damages one.
    @Test(
        arguments: [
            (FamilySQL.fresh(3) + [FamilySQL.states, "UPDATE version SET number = 4"], .pyrofork(version: 4)),
            (FamilySQL.fresh(3) + FamilySQL.pyrofork, .pyrofork(version: 4)),
            (FamilySQL.fresh(6) + ["UPDATE version SET number = 99"], .unknownVersion(number: 99)),
            (FamilySQL.fresh(3) + ["UPDATE version SET number = 0"], .unknownVersion(number: 0)),
            (FamilySQL.fresh(7) + ["UPDATE version SET number = 8"], .unknownVersion(number: 8)),
            (FamilySQL.fresh(6) + ["DELETE FROM version"], .unknownVersion(number: nil)),
            (FamilySQL.fresh(6) + ["INSERT INTO version VALUES (7)"], .unknownVersion(number: nil)),
            (FamilySQL.halfMigrated(2, 3), .halfMigrated(number: 2)),
            (FamilySQL.halfMigrated(1, 4), .halfMigrated(number: 1)),
            (FamilySQL.halfMigrated(3, 4), .halfMigrated(number: 3)),
            (FamilySQL.halfMigrated(3, 6), .halfMigrated(number: 3)),
            (FamilySQL.halfMigrated(4, 5), .halfMigrated(number: 4)),
            (FamilySQL.halfMigrated(6, 7), .halfMigrated(number: 6)),
            (FamilySQL.fresh(6) + ["ALTER TABLE sessions ADD server_address TEXT"], .halfMigrated(number: 6)),
            (FamilySQL.fresh(3) + [FamilySQL.states], .halfMigrated(number: 3)),
            (FamilySQL.fresh(5) + ["UPDATE version SET number = 3"], .unknown),
            (FamilySQL.fresh(6) + ["UPDATE version SET number = 7"], .unknown),
            (FamilySQL.fresh(3) + ["UPDATE version SET number = 6"], .unknown),
            (FamilySQL.fresh(6) + ["ALTER TABLE peers ADD COLUMN more"], .unknown),
            (FamilySQL.fresh(6) + ["ALTER TABLE peers ADD COLUMN sealed BLOB"], .unknown),
            (FamilySQL.fresh(3) + ["ALTER TABLE peers ADD COLUMN more"], .unknown),
            (FamilySQL.numbered + ["DROP INDEX idx_peers_id"], .unknown),
            (FamilySQL.numbered + ["DROP INDEX idx_peers_id", "CREATE INDEX idx_peers_id ON peers (id)"], .unknown),
            (
                FamilySQL.numbered + ["DROP INDEX idx_peers_id", "CREATE UNIQUE INDEX i ON peers (id) WHERE id > 0"],
                .unknown
            ),
            (FamilySQL.numbered + ["CREATE UNIQUE INDEX i ON peers (phone_number)"], .unknown),
            (FamilySQL.numbered + ["CREATE UNIQUE INDEX i ON usernames (username)"], .unknown),
            (FamilySQL.numbered.map { $0.replacing("id INTEGER NOT NULL", with: "id INTEGER") }, .unknown),
            (FamilySQL.numbered + ["ALTER TABLE peers DROP COLUMN sealed"], .unknown),
            (
                FamilySQL.numbered + ["DROP TABLE usernames", "CREATE TABLE usernames (id INTEGER, username TEXT)"],
                .unknown
            ),
            (FamilySQL.fresh(7) + ["ALTER TABLE sessions DROP COLUMN is_bot"], .unknown),
            (FamilySQL.fresh(3) + [FamilySQL.foreignTrigger], .unknown),
            (FamilySQL.fresh(6) + [FamilySQL.foreignTrigger], .unknown),
            (
                FamilySQL.fresh(6) + [
                    "DROP TABLE update_state", "CREATE VIRTUAL TABLE update_state USING fts5(id, pts, qts, date, seq)",
                ], .unknown
            ),
            (FamilySQL.telethon, .telethon(version: 8)), (["CREATE TABLE notes (x)"], .unknown),
        ] as [([String], SessionFileSchema)])
    func `a file of another schema is told by its tables, and refused as it was`(
        statements: [String], expected: SessionFileSchema
    ) async throws {
        try await Scratch.run { scratch in
            try #expect(scratch.sqlite("x.session", statements) == "")
            try scratch.setMode(0o600, "x.session")
            let before = try scratch.contents
            let storage = FileStorage("x", directory: scratch.directory)
            await #expect(throws: VaultError.unsupportedSchema(expected, path: storage.path)) {
                try await storage.open()
            }
            try #expect(scratch.contents == before)
            await #expect(throws: VaultError.notOpen) { try await storage.session() }
        }
    }

    @Test func `the error of a refused schema says what can be done`() {
        for (schema, hint) in [
            (SessionFileSchema.pyrofork(version: 4), "export_session_string"),
            (.pyrofork(version: 4), "import(sessionFile:)"), (.telethon(version: 8), "import(sessionFile:)"),
            (.unknownVersion(number: 99), "schema 99"), (.unknownVersion(number: nil), "backup"),
            (.halfMigrated(number: 3), "with Pyrogram or Hydrogram"), (.halfMigrated(number: 6), "with pyrotgfork"),
            (.halfMigrated(number: 3), "backup"), (.halfMigrated(number: 4), "; put a backup in its place"),
        ] {
            #expect(VaultError.unsupportedSchema(schema, path: "p").description.contains(hint))
        }
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
            await #expect(throws: VaultError.unsupportedSchema(.unknownVersion(number: 99), path: path)) {
                try await storage.open()
            }
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

    @Test func `what is no database, a cut one and a damaged one are told apart, and left as they were`() async throws {
        let call: @Sendable (FileStorage) async throws -> Void = { try await $0.open() }
        try await expectRefused(call, [(Data(), .empty)] + broken())
    }

    /// Nothing says that it is a session: it may be another program's, by a mistake in the name.
    @Test func `a delete refuses a file that is no database, cut or damaged, and leaves it`() async throws {
        let call: @Sendable (FileStorage) async throws -> Void = { try await $0.delete() }
        try await expectRefused(call, broken())
    }

    /// Bytes of a file and what is wrong with it; nil where it is damaged.
    private func broken() throws -> [(Data, VaultError.FileFlaw?)] {
        let real = try Data(contentsOf: URL(filePath: Scratch.fixture))
        var damaged = real
        damaged[100] = 0xFF
        return [
            (Data("hello".utf8), .notADatabase), (Data(repeating: 7, count: 5000), .notADatabase),
            (real.prefix(10), .truncated), (real.prefix(50), .truncated), (real.prefix(9000), .truncated),
            (real.dropLast(), .truncated), (damaged, nil),
        ]
    }

    private func expectRefused(
        _ call: @Sendable (FileStorage) async throws -> Void, _ files: [(Data, VaultError.FileFlaw?)]
    ) async throws {
        try await Scratch.run { scratch in
            for (bytes, flaw) in files {
                try bytes.write(to: URL(filePath: scratch.path("x.session")))
                try scratch.setMode(0o644, "x.session")
                let before = try scratch.contents
                let storage = FileStorage("x", directory: scratch.directory)
                let error = flaw.map { VaultError.unsuitableFile($0, path: storage.path) }
                await #expect(throws: error ?? .damagedFile(path: storage.path)) { try await call(storage) }
                try #expect(scratch.contents == before)
                try #expect(scratch.mode("x.session") == 0o644)
            }
        }
    }
}
