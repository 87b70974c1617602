import Foundation
import Testing

@testable import SessionVault

/// Files of earlier schemas, and what other clients' migrations made of them.
@Suite struct SchemaMigrationTests {
    /// Tables with their columns in order of name, indexes with theirs, and the trigger.
    private static let shape = """
        SELECT t.name, c.name, c.type, c.pk FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'
        UNION ALL SELECT l.name, i.name, 'index', 0 FROM sqlite_master t, pragma_index_list(t.name) l,
        pragma_index_info(l.name) i WHERE t.type = 'table'
        UNION ALL SELECT 'trigger', sql, '', 0 FROM sqlite_master WHERE type = 'trigger' ORDER BY 1, 2
        """

    private let peers = [
        PeerRecord(
            id: -1_000_000_000_001, accessHash: -6, type: "channel", usernames: ["durov"], date: 1_600_000_002),
        PeerRecord(id: -100, accessHash: 0, type: "group", date: 1_600_000_001),
        PeerRecord(id: 8, accessHash: nil, type: "bot", phoneNumber: "", date: 1_600_000_003),
        PeerRecord(
            id: 777_000, accessHash: 5, type: "user", usernames: ["telegram"], phoneNumber: "42777",
            date: 1_600_000_000),
    ]

    private func record(_ version: Int) throws -> SessionRecord {
        SessionRecord(
            authKey: .plain(try AuthKey(FamilySQL.key)), dcID: 4, apiID: version < 3 ? 0 : 6, userID: 9, isBot: true,
            date: 7)
    }

    /// Versions as they were made, and as the clients' own migrations got to them.
    @Test(arguments: [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (3, 4), (3, 5), (2, 3), (2, 5)])
    func `a file of an earlier schema becomes one of 6 and keeps every row`(first: Int, last: Int) async throws {
        try await Scratch.run { scratch in
            try #expect(scratch.sqlite("new.session", FamilySQL.fresh(6)) == "")
            let made = FamilySQL.migrated(first, to: last, rows: FamilySQL.rows(first))
            try #expect(scratch.sqlite("x.session", made) == "")
            let storage = FileStorage("x", directory: scratch.directory)
            let old: SessionFileSchema = last < 4 ? .pyrogram(version: last) : .pyrotgfork(version: last)
            let notice = StorageNotice.schemaMigrated(
                path: storage.path, from: old, to: .pyrotgfork(version: 6))
            try await #expect(storage.open().contains(notice))
            try await #expect(storage.session() == record(first))
            try await #expect(storage.peers(after: nil, limit: 10) == peers)
            try await #expect(storage.peer(.username("telegram")) == peers[3])
            let states = first < 5 ? [] : [UpdateStateRecord(id: 0, pts: 1, qts: 2, date: 3)]
            try await #expect(storage.updateStates() == states)
            try await storage.close()
            let said = try scratch.sqlite("x.session", Self.shape)
            try #expect(said == scratch.sqlite("new.session", Self.shape))
            try #expect(scratch.sqlite("x.session", "PRAGMA integrity_check", "SELECT * FROM version") == "ok\n6")
            try await #expect(storage.open() == [])
            try await storage.close()
        }
    }

    /// The clients' migrations leave usernames where they read them no more, and peers that were seen since have theirs
    /// elsewhere.
    @Test(arguments: [6, 7])
    func `usernames that another client's migration left behind are found again`(version: Int) async throws {
        try await Scratch.run { scratch in
            let made =
                FamilySQL.migrated(3, to: version, rows: FamilySQL.rows(3)) + [
                    "REPLACE INTO peers (id, access_hash, type, phone_number) VALUES (50, 1, 'user', '50')",
                    "INSERT INTO usernames VALUES (50, 'new')", "INSERT INTO usernames VALUES (777000, 'seen')",
                ]
            try #expect(scratch.sqlite("x.session", made) == "")
            let storage = FileStorage("x", directory: scratch.directory)
            let schema: SessionFileSchema = version == 6 ? .pyrotgfork(version: 6) : .kurigram(version: 7)
            let notice = StorageNotice.schemaMigrated(path: storage.path, from: schema, to: schema)
            try await #expect(storage.open().contains(notice))
            try await #expect(storage.peer(.username("durov")) == peers[0])
            try await #expect(storage.peer(.username("telegram")) == nil)
            try await #expect(storage.peer(.username("seen"))?.date == 1_600_000_000)
            try await #expect(storage.peer(.username("new"))?.id == 50)
            try await storage.close()
            try #expect(scratch.sqlite("x.session", "SELECT * FROM version") == "\(version)")
            let left = "SELECT count(*) FROM pragma_table_info('peers') WHERE name = 'username'"
            try #expect(scratch.sqlite("x.session", left) == "0")
            try await #expect(storage.open() == [])
            try await storage.close()
        }
    }

    @Test func `usernames left behind are found again beside sealed rows, and those of sealed rows are not`()
        async throws
    {
        try await Scratch.run { scratch in
            let made =
                FamilySQL.migrated(3, to: 6, rows: FamilySQL.rows(3)) + [
                    "ALTER TABLE peers ADD COLUMN sealed BLOB", "ALTER TABLE update_state ADD COLUMN sealed BLOB",
                    "DROP TRIGGER trg_peers_last_update_on", "UPDATE peers SET sealed = x'01' WHERE id = 777000",
                ]
            try #expect(scratch.sqlite("x.session", made) == "")
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await #expect(storage.peer(.username("durov"))?.id == -1_000_000_000_001)
            try await #expect(storage.peer(.id(777_000))?.usernames == [])
            try await storage.close()
            try #expect(scratch.sqlite("x.session", "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'") == "0")
        }
    }

    @Test func `odd values lose nothing that can be kept`() async throws {
        try await Scratch.run { scratch in
            let made =
                FamilySQL.fresh(3) + FamilySQL.rows(3) + [
                    """
                    INSERT INTO peers VALUES (1, 'text', 'user', x'00FF', '1', 1), (2, 1, 'user', CAST(x'FF' AS TEXT),
                    '2', 1), (3, 1, 'user', 12345, '3', 1), (4, 1, x'01', 'four', '4', 'never'),
                    (5, 1, 'user', 'a' || char(0) || 'b', '5', 1), (6, 1, 'user', 'durov', '6', 1)
                    """
                ]
            try #expect(scratch.sqlite("x.session", made) == "")
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await #expect(storage.peer(.id(2))?.phoneNumber == "2")
            try await #expect(storage.peer(.phoneNumber("3"))?.usernames == ["12345"])
            try await #expect(storage.peer(.id(5))?.usernames == ["a\0b"])
            // Two had the name: the one that was seen last is found by it, and both keep it.
            try await #expect(storage.peer(.username("durov"))?.id == -1_000_000_000_001)
            try await #expect(storage.peer(.id(6))?.usernames == ["durov"])
            await #expect(throws: VaultError.invalidValue(column: "access_hash")) { try await storage.peer(.id(1)) }
            await #expect(throws: VaultError.invalidValue(column: "last_update_on")) { try await storage.peer(.id(4)) }
            try await storage.close()
            let said = try scratch.sqlite(
                "x.session", "SELECT access_hash FROM peers WHERE id = 1",
                "SELECT username FROM usernames WHERE id = 4", "SELECT count(*) FROM peers")
            #expect(said == "text\nfour\n10")
        }
    }

    @Test func `more indexes and fewer, and a missing trigger, are no reason to refuse`() async throws {
        try await Scratch.run { scratch in
            let made =
                FamilySQL.fresh(3) + FamilySQL.rows(3) + [
                    "CREATE INDEX \"odd \"\" name\" ON peers (type, username)", "DROP INDEX idx_peers_id",
                    "DROP INDEX idx_peers_username", "DROP TRIGGER trg_peers_last_update_on",
                    "CREATE TABLE own (id INTEGER, note TEXT)", "INSERT INTO own VALUES (1, 'kept')",
                ]
            try #expect(scratch.sqlite("x.session", made) == "")
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await #expect(storage.peers(after: nil, limit: 10) == peers)
            try await storage.close()
            let said = try scratch.sqlite(
                "x.session", "SELECT note FROM own", "SELECT sql FROM sqlite_master WHERE type = 'trigger'")
            #expect(said == "kept\n" + PyrotgforkSchema.trigger)
        }
    }

    @Test func `a migration that fails leaves the file as it was`() async throws {
        for mode in ["DELETE", "WAL"] {
            try await Scratch.run { scratch in
                let made =
                    FamilySQL.fresh(3) + FamilySQL.rows(3) + [
                        "CREATE VIEW names AS SELECT username FROM peers", "PRAGMA journal_mode=\(mode)",
                    ]
                try scratch.sqlite("x.session", made)
                try scratch.setMode(0o600, "x.session")
                let before = try scratch.contents
                let storage = FileStorage("x", directory: scratch.directory)
                await #expect(throws: VaultError.unsupportedSchema(.unknown, path: storage.path)) {
                    try await storage.open()
                }
                try #expect(scratch.contents == before)
                try #expect(scratch.sqlite("x.session", "PRAGMA integrity_check") == "ok")
            }
        }
    }

    @Test func `what a killed client left in its log or journal is there after the migration`() async throws {
        try await Scratch.run { scratch in
            try scratch.sqlite("x.session", FamilySQL.fresh(3) + FamilySQL.rows(3))
            try scratch.sqlite("y.session", FamilySQL.fresh(3) + FamilySQL.rows(3))
            // Committed and not in the file yet.
            let log = try scratch.holder(
                "x.session", "PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0",
                "INSERT INTO peers VALUES (9, 9, 'user', 'nine', '9', 9)")
            // Not committed and in the file already.
            let journal = try scratch.holder(
                "y.session", "PRAGMA cache_size=1", "PRAGMA cache_spill=1", "BEGIN", "DELETE FROM peers",
                "CREATE TABLE filler (x)", "INSERT INTO filler VALUES (zeroblob(200000))")
            log.kill()
            journal.kill()
            try #expect(scratch.names.contains("x.session-wal") && scratch.names.contains("y.session-journal"))
            let logged = FileStorage("x", directory: scratch.directory)
            try await logged.open()
            try await #expect(logged.peer(.username("nine"))?.id == 9)
            try await #expect(logged.peers(after: nil, limit: 10).count == 5)
            try await logged.close()
            let rolledBack = FileStorage("y", directory: scratch.directory)
            try await rolledBack.open()
            try await #expect(rolledBack.peers(after: nil, limit: 10) == peers)
            try await rolledBack.close()
            try #expect(scratch.names == ["x.session", "y.session"])
        }
    }
}
