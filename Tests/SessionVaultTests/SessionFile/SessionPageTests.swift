import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct SessionPageTests {
    /// A session's file, open as an opening has it, and where its row lies.
    private final class Opened {
        let connection: Connection
        let page: SessionPage
        let table: SessionTable

        init(_ path: String) throws {
            let identity = try #require(try FileFacts.of(path)).identity
            connection = try Connection(path: path, claim: #require(try FileClaim(identity)))
            try connection.execute("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE", "lock the database")
            let first = try #require(try SchemaPages.first(of: connection))
            page = try #require(try SchemaPages(first, connection)?.session)
            let shape = SessionTables.Shape(try SchemaFacts(connection))
            table = SessionTable(connection, hasAddress: shape.hasAddress)
        }

        deinit { connection.close() }
    }

    private static func withFile(
        _ statements: [String], hasAddress: Bool, _ body: (Opened) throws -> Void
    ) async throws {
        try await Scratch.run { scratch in
            let path = scratch.path("x.session")
            let storage = FileStorage(path: path)
            try await storage.open()
            let record = SessionRecord(authKey: .plain(try .random()), dcID: 2, userID: 5_000_000_000, date: 1)
            _ = try await storage.replaceSession(nil, with: record)
            try await storage.close()
            let columns = ["server_address TEXT", "port INTEGER"].map { "ALTER TABLE sessions ADD COLUMN \($0)" }
            let printed = try scratch.sqlite(
                "x.session", (hasAddress ? columns + ["UPDATE sessions SET port = NULL"] : []) + statements)
            #expect(printed == "")
            try body(try Opened(path))
        }
    }

    @Test(
        arguments: [
            "dc_id = 1", "dc_id = 32767", "api_id = 0", "api_id = 1", "api_id = -1", "api_id = 127", "api_id = -128",
            "api_id = 128", "api_id = -32769", "api_id = 8388607", "api_id = -8388609", "api_id = 2147483647",
            "api_id = NULL", "test_mode = 1", "test_mode = NULL", "date = 1796017769", "date = 140737488355327",
            "date = -140737488355329", "date = 9223372036854775807", "date = -9223372036854775808",
            "user_id = 9007199254740993", "user_id = NULL", "is_bot = 1",
            "auth_key = CAST(x'895356540D0A1A' || zeroblob(60) AS BLOB)",
            "auth_key = CAST(x'895356540D0A1A' || zeroblob(3000) AS BLOB)",
        ], [false, true])
    func `a row is read as SQLite reads it`(change: String, hasAddress: Bool) async throws {
        try await Self.withFile(["UPDATE sessions SET \(change)"], hasAddress: hasAddress) { file in
            let record = try #require(try file.page.record(in: file.connection))
            try #expect(record == file.table.read())
        }
    }

    @Test(arguments: ["server_address = '149.154.167.51', port = 443", "server_address = 'é', port = 65535"])
    func `so is the DC's address`(change: String) async throws {
        try await Self.withFile(["UPDATE sessions SET \(change)"], hasAddress: true) { file in
            let record = try #require(try file.page.record(in: file.connection))
            try #expect(record == file.table.read() && !record.serverAddress.isEmpty && record.port > 0)
        }
    }

    @Test(arguments: [
        "UPDATE sessions SET dc_id = 32768", "UPDATE sessions SET dc_id = -40000",
        "UPDATE sessions SET api_id = 2147483648",
        "UPDATE sessions SET api_id = 0.5", "UPDATE sessions SET api_id = 'some'", "UPDATE sessions SET test_mode = 2",
        "UPDATE sessions SET auth_key = NULL", "UPDATE sessions SET auth_key = zeroblob(10)",
        "UPDATE sessions SET auth_key = 'some'", "UPDATE sessions SET auth_key = x'895356540D0A1A' || zeroblob(4100)",
        "UPDATE sessions SET is_bot = x'00'", "UPDATE sessions SET server_address = CAST(x'FF' AS TEXT)",
        "UPDATE sessions SET server_address = 5.5, port = 'x'", "UPDATE sessions SET port = 65536",
        "UPDATE sessions SET server_address = 'a' || char(0) || 'b'", "DELETE FROM sessions",
        "INSERT INTO sessions SELECT 3, api_id, test_mode, auth_key, date, user_id, is_bot, '', 0 FROM sessions",
    ])
    func `what is no such row is left to SQLite`(change: String) async throws {
        try await Self.withFile([change], hasAddress: true) { file in
            try #expect(file.page.record(in: file.connection) == nil)
        }
    }

    @Test func `a row that is older than a column is left to SQLite`() async throws {
        try await Self.withFile(["ALTER TABLE sessions ADD COLUMN port INTEGER DEFAULT 7"], hasAddress: false) { file in
            try #expect(file.page.record(in: file.connection) == nil)
        }
    }

    @Test(arguments: [
        "id INTEGER", "dc_id INTEGER PRIMARY KEY DESC", "dc_id INT PRIMARY KEY", "dc_id INTEGER",
        "dc_id INTEGER PRIMARY KEY, extra INTEGER GENERATED ALWAYS AS (1) STORED",
    ])
    func `a table that keeps it otherwise has no such page`(first: String) async throws {
        let connection = try Connection(inMemory: ())
        defer { connection.close() }
        let rest = "api_id INTEGER, test_mode INTEGER, auth_key BLOB, date INTEGER, user_id INTEGER, is_bot INTEGER"
        try connection.execute("CREATE TABLE sessions (\(first), \(rest))", "make a table")
        try #expect(SessionPage(connection, reserved: 0) == nil)
        try connection.execute("DROP TABLE sessions", "drop it")
        try connection.execute("CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, \(rest))", "make a table")
        try #expect(SessionPage(connection, reserved: 0) != nil)
        try connection.execute("CREATE INDEX other ON sessions (user_id)", "make an index")
        try #expect(SessionPage(connection, reserved: 0) == nil)
    }

    /// What is read is in the bytes; SQLite may find more wrong with them.
    @Test func `a page with any byte changed is read as something or not at all`() async throws {
        try await Self.withFile(["UPDATE sessions SET server_address = 'a', port = 1"], hasAddress: true) { file in
            let place = "SELECT rootpage FROM sqlite_master WHERE name = 'sessions'"
            let root = try #require(try file.connection.first(place, "find the page") { Int($0.integer(0)) })
            var page = try #require(
                try file.connection.rawBytes(.database, SchemaPages.size, at: (root - 1) * SchemaPages.size))
            let whole = file.page.record(in: page.span)
            #expect(whole != nil)
            var others = 0
            var refused = 0
            for index in page.indices where index < 12 || page[index] != 0 {
                let byte = page[index]
                for new in [UInt8(0), 1, 0x7F, 0x80, 0xFF] + (0..<8).map({ byte ^ 1 << $0 }) where new != byte {
                    page[index] = new
                    let record = file.page.record(in: page.span)
                    if record == nil { refused += 1 } else if record != whole { others += 1 }
                }
                page[index] = byte
            }
            #expect(others > 1_000 && refused > 100)
            let cut = file.page.record(in: page.span.extracting(0..<4_000))
            #expect(cut == nil)
        }
    }
}

/// Openings of files whose pages are known, which ask nothing of SQLite that needs the schema.
@Suite struct KnownSchemaOpeningTests {
    private static func make(_ scratch: borrowing Scratch) async throws -> String {
        let path = scratch.path("x.session")
        for _ in 1...2 {
            let storage = FileStorage(path: path)
            try await storage.open()
            if try await storage.session() == nil {
                let record = SessionRecord(authKey: .plain(try .random()), dcID: 2, userID: 1, date: 1)
                _ = try await storage.replaceSession(nil, with: record)
            }
            try await storage.close()
        }
        return path
    }

    private static func synchronous(_ connection: Connection) throws -> Int64? {
        try connection.first("PRAGMA synchronous", "read a setting") { $0.integer(0) }
    }

    @Test func `syncs are as SQLite has them until the first write, and then as the options say`() async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(try await Self.make(scratch), .init()))
            _ = try store.open()
            try #expect(store.session()?.dcID == 2)
            try #expect(store.read(or: nil) { try Self.synchronous($0.connection) } == 2)
            try #expect(store.write { try Self.synchronous($0.connection) } == 1)
            try store.close()
        }
    }

    @Test func `a transaction that is begun again keeps the lock, and syncs what it commits`() async throws {
        try await Scratch.run { scratch in
            let path = try await Self.make(scratch)
            let identity = try #require(try FileFacts.of(path)).identity
            let connection = try Connection(path: path, claim: #require(try FileClaim(identity)))
            defer { connection.close() }
            try connection.execute("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; PRAGMA cache_spill=1", "lock it")
            try connection.execute("ROLLBACK", "end it")
            try #expect(scratch.sqlite("x.session", "SELECT 1 FROM sessions").hasPrefix("error: database is locked"))
            try connection.execute("BEGIN EXCLUSIVE", "begin it")
            try SessionFile.beginAgain(connection)
            try #expect(scratch.sqlite("x.session", "SELECT 1 FROM sessions").hasPrefix("error: database is locked"))
            try #expect(Self.synchronous(connection) == 2)
            // It is open.
            try connection.execute("COMMIT", "end it")
        }
    }

    /// SQLite refuses such a file when it reads the schema, and so does an opening that does not.
    @Test func `a file without the pages that its schema names is refused, known or not`() async throws {
        try await Scratch.run { scratch in
            let path = try await Self.make(scratch)
            let url = URL(filePath: path)
            var bytes = try Data(contentsOf: url)
            let pages = bytes.count / SchemaPages.size
            bytes.removeLast(SchemaPages.size)
            bytes.replaceSubrange(28..<32, with: [0, 0, 0, UInt8(pages - 1)])
            try bytes.write(to: url)
            let storage = FileStorage(path: path)
            await #expect(throws: VaultError.damagedFile(path: path)) { try await storage.open() }
            try #expect(Data(contentsOf: url) == bytes)
        }
    }
}
