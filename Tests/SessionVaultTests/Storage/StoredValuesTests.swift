import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

/// Values that other programs left in the columns.
@Suite struct StoredValuesTests {
    private func withReal(_ statements: [String], _ body: (FileStorage, Scratch) async throws -> Void) async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage(path: try scratch.copyFixture())
            try #expect(scratch.sqlite("real.session", statements.joined(separator: ";")) == "")
            try await storage.open()
            try await body(storage, scratch)
            try await storage.close()
        }
    }

    @Test(arguments: [
        ("dc_id = 40000", "dc_id"), ("test_mode = 2", "test_mode"), ("api_id = 3000000000", "api_id"),
        ("api_id = 1.5", "api_id"), ("is_bot = 'yes'", "is_bot"), ("user_id = x'00'", "user_id"),
        ("date = 'now'", "date"), ("auth_key = 'text'", "auth_key"), ("auth_key = 5", "auth_key"),
    ])
    func `a session's value of another type or out of range is an error that names its column`(
        assignment: String, column: String
    ) async throws {
        try await withReal(["UPDATE sessions SET \(assignment)"]) { storage, _ in
            await #expect(throws: VaultError.invalidValue(column: column)) { try await storage.session() }
            let record = SessionRecord.sample(try AuthKey.random())
            await #expect(throws: VaultError.invalidValue(column: column)) {
                try await storage.replaceSession(nil, with: record)
            }
        }
    }

    @Test func `a key of another length is never guessed`() async throws {
        try await withReal(["UPDATE sessions SET auth_key = x'0102'"]) { storage, _ in
            await #expect(throws: VaultError.invalidStoredKey(length: 2)) { try await storage.session() }
        }
        try await withReal(["UPDATE sessions SET auth_key = zeroblob(256)"]) { storage, _ in
            await #expect(throws: VaultError.invalidAuthKey(length: 0)) { try await storage.session() }
        }
    }

    @Test func `a value that is longer than any of ours is an error, and is not read`() async throws {
        try await withReal(["UPDATE peers SET phone_number = hex(zeroblob(600000)) WHERE id = 777000"]) { storage, _ in
            await #expect(throws: VaultError.database(code: 18, operation: "read a peer", path: storage.path)) {
                try await storage.peer(.id(777_000))
            }
        }
    }

    @Test func `names that another program damaged are replaced`() async throws {
        try await withReal(["UPDATE usernames SET username = NULL"]) { storage, _ in
            let peer = PeerRecord(id: 777_000, accessHash: 1, type: "user", usernames: ["a"], date: 1)
            try await storage.apply([.setPeer(peer)])
            try await #expect(storage.peer(.id(777_000)) == peer)
        }
    }

    @Test func `two sessions in one file are an error`() async throws {
        try await withReal(["INSERT INTO sessions VALUES (1, 1, 0, NULL, 0, 1, 0)"]) { storage, _ in
            await #expect(throws: VaultError.invalidValue(column: "dc_id")) { try await storage.session() }
        }
    }

    @Test func `what is missing beside a key reads as 0, and is written as 0`() async throws {
        try await withReal(
            ["UPDATE sessions SET test_mode = NULL, user_id = NULL, is_bot = NULL, api_id = NULL"]
        ) { storage, scratch in
            let record = try #require(try await storage.session())
            #expect(!record.isTest && !record.isBot && record.userID == 0 && record.apiID == 0)
            try await #expect(storage.replaceSession(record, with: record))
            try await storage.close()
            let row = try scratch.sqlite("real.session", "SELECT test_mode, user_id, is_bot, api_id FROM sessions")
            #expect(row == "0|0|0|0")
            try await storage.open()
        }
    }

    @Test func `a file without a row gets one`() async throws {
        try await withReal(["DELETE FROM sessions"]) { storage, _ in
            try await #expect(storage.session() == nil)
            let record = SessionRecord.sample(try AuthKey.random())
            try await #expect(storage.replaceSession(nil, with: record))
            try await #expect(storage.session() == record)
        }
    }

    @Test(arguments: [
        ("UPDATE peers SET type = x'00'", "type"), ("UPDATE peers SET access_hash = 'x'", "access_hash"),
        ("UPDATE peers SET phone_number = x'00'", "phone_number"),
        ("REPLACE INTO peers VALUES (777000, 1, 'user', '1', 'never')", "last_update_on"),
        ("UPDATE usernames SET username = NULL", "username"),
        ("UPDATE usernames SET username = CAST(x'FF' AS TEXT)", "username"),
        ("UPDATE peers SET type = 1.5", "type"), ("UPDATE update_state SET pts = 'x'", "pts"),
    ])
    func `a row's value of another type is an error that names its column`(
        statement: String, column: String
    ) async throws {
        try await withReal([statement]) { storage, _ in
            await #expect(throws: VaultError.invalidValue(column: column)) {
                _ = try await storage.updateStates()
                _ = try await storage.peer(.id(777_000))
            }
        }
    }
}
