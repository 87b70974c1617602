import Foundation
import Testing

@testable import VaultSQLite

@Suite struct ConnectionTests {
    private func memory() throws -> Connection {
        let connection = try Connection(inMemory: ())
        try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c BLOB)", "create a table")
        return connection
    }

    @Test func `values come back as they were bound`() throws {
        let connection = try memory()
        let insert = connection.statement("INSERT INTO t VALUES (?1, ?2, ?3)", "insert")
        let select = connection.statement("SELECT a, b, c FROM t WHERE a IS ?1", "select")
        let cases: [(Int64, String?, [UInt8])] = [
            (.min, "", []), (0, nil, [0]), (7, "nul\0inside é 🗝", [1, 2, 255]),
            (.max, "a", Array(repeating: 9, count: 5000)),
        ]
        for (number, text, blob) in cases {
            try insert.run {
                try $0.bind(1, number)
                try $0.bind(2, text: text)
                try $0.bind(3, blob: blob.span)
            }
            try select.use { row in
                try row.bind(1, number)
                try #expect(row.step())
                #expect(row.integer(0) == number)
                #expect(row.type(1) == (text == nil ? .null : .text))
                if let text { #expect(row.text(1) == text) }
                #expect(row.type(2) == .blob)
                let stored = row.withBytes(2) { bytes in bytes.indices.map { bytes[$0] } }
                #expect(stored == blob)
            }
        }
    }

    @Test func `values of a row come back whatever there is room for among the statement's own`() throws {
        let connection = try Connection(inMemory: ())
        let select = connection.statement("SELECT ?1, ?2, ?3, ?4", "select")
        let lengths = [0, 1, 255, 256, 257, 511, 512, 513, 2_000]
        for (length, other) in lengths.flatMap({ length in lengths.map { (length, $0) } }) {
            let (text, name) = (String(repeating: "é", count: length), String(repeating: "b", count: other))
            let (blob, bytes) = ([UInt8](repeating: 1, count: other), [UInt8](repeating: 2, count: length))
            try select.use { row in
                try row.bind(1, text: text)
                try row.bind(2, blob: blob.span)
                try row.bind(3, text: name)
                try row.bind(4, blob: bytes.span)
                try #expect(row.step())
                #expect(row.text(0) == text && row.bytes(1) == blob)
                #expect(row.text(2) == name && row.bytes(3) == bytes)
            }
        }
    }

    @Test func `a statement's values are gone when it is at rest, and there is room again`() {
        var values = BoundValues()
        let secret = [UInt8](repeating: 0xA5, count: 300)
        func keep() -> [UInt8]? {
            unsafe secret.withUnsafeBytes { bytes in
                unsafe values.keep(bytes).map { unsafe [UInt8](UnsafeRawBufferPointer(start: $0, count: 300)) }
            }
        }
        let place = unsafe secret.withUnsafeBytes { unsafe values.keep($0) }
        #expect(keep() == nil)
        values.wipe()
        let left = unsafe place.map { unsafe [UInt8](UnsafeRawBufferPointer(start: $0, count: 300)) }
        #expect(left == [UInt8](repeating: 0, count: 300))
        #expect(keep() == secret)
        #expect(keep() == nil)
        values.end()
        #expect(keep() == secret)
        values.end()
    }

    @Test func `values that are appended differ where their types, lengths or bytes do`() throws {
        let connection = try memory()
        func appended(_ values: String, limit: Int = 100) throws -> [UInt8]? {
            try connection.first("SELECT \(values)", "select") { row in
                var bytes: [UInt8] = []
                let areAppended = (0..<2).allSatisfy { row.append($0, to: &bytes, limit: limit) }
                return areAppended ? bytes : nil
            } ?? nil
        }
        let all = try ["1, 2", "'1', 2", "x'31', 2", "12, ''", "'', 12", "NULL, 12", "'', ''", "NULL, ''"].map {
            try #require(try appended($0))
        }
        #expect(Set(all).count == all.count)
        for (index, bytes) in all.enumerated() {
            #expect(all.firstIndex { $0.hasSameBytes(as: bytes) } == index)
        }
        // The text of a real number is that of others too.
        try #expect(appended("0.1, 2") == nil)
        try #expect(appended("'12', '34'", limit: 12) != nil)
        try #expect(appended("'12', '345'", limit: 12) == nil)
    }

    @Test func `a commit that fails after the last row that was read is an error`() throws {
        let connection = try memory()
        try connection.execute(
            "PRAGMA foreign_keys=ON; CREATE TABLE u (a REFERENCES t(a) DEFERRABLE INITIALLY DEFERRED)",
            "create a table")
        #expect(throws: SQLiteError.self) {
            try connection.first("INSERT INTO u VALUES (5) RETURNING a", "insert") { $0.integer(0) }
        }
        try #expect(connection.first("SELECT a FROM u", "select") { $0.integer(0) } == nil)
    }

    @Test func `a statement at rest holds no binding`() throws {
        let connection = try memory()
        let echo = connection.statement("SELECT ?1", "echo")
        try echo.use {
            try $0.bind(1, text: "secret")
            #expect($0.boundLength == 6)
        }
        #expect(echo.boundLength == 0)
        try echo.use {
            try #expect($0.step())
            #expect($0.type(0) == .null)
        }
        // Also where the use ended in an error.
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try echo.use {
                try $0.bind(1, text: "secret")
                throw Stop()
            }
        }
        #expect(echo.boundLength == 0)
        try echo.use {
            try #expect($0.step())
            #expect($0.type(0) == .null)
        }
    }

    @Test func `an error names the operation and no value`() throws {
        let connection = try memory()
        let insert = connection.statement("INSERT INTO t VALUES (?1, ?2, 'planted')", "write a row")
        try insert.run { try $0.bind(1, 4_815_162_342) }
        let error = #expect(throws: SQLiteError.self) {
            try insert.run {
                try $0.bind(1, 4_815_162_342)
                try $0.bind(2, text: "very-secret")
            }
        }
        #expect(error?.code == 1555)  // SQLITE_CONSTRAINT_PRIMARYKEY
        #expect(error?.operation == "write a row")
        var dumped = ""
        dump(error, to: &dumped)
        for secret in ["very-secret", "4815162342", "planted", "t.a"] { #expect(!dumped.contains(secret)) }
    }

    @Test func `a transaction that throws leaves nothing`() throws {
        struct Stop: Error {}
        let connection = try memory()
        #expect(throws: Stop.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1, '', x'')", "insert")
                throw Stop()
            }
        }
        try #expect(connection.first("SELECT count(*) FROM t", "count") { $0.integer(0) } == 0)
        try connection.transaction { try connection.execute("INSERT INTO t VALUES (1, '', x'')", "insert") }
        try #expect(connection.first("SELECT count(*) FROM t", "count") { $0.integer(0) } == 1)
    }

    @Test func `a closed connection answers every call with an error`() throws {
        let connection = try Connection(inMemory: ())
        connection.close()
        #expect(throws: SQLiteError.self) { try connection.truncateJournal() }
        #expect(throws: SQLiteError.self) { try connection.checkpoint() }
        #expect(throws: SQLiteError.self) { try connection.keepJournalOnClose(true) }
        #expect(throws: SQLiteError.self) { try connection.distrustSchema() }
        #expect(throws: SQLiteError.self) { _ = try connection.image() }
        #expect(throws: SQLiteError.self) { try connection.execute("SELECT 1", "select") }
        #expect(throws: SQLiteError.self) { try connection.withRawFile(.database) { _ in } }
        #expect(throws: SQLiteError.self) { try connection.transaction {} }
    }

    @Test func `a statement outlives its connection as an error`() throws {
        var connection: Connection? = try memory()
        let select = try #require(connection?.statement("SELECT 1", "select"))
        try select.run()
        connection = nil
        #expect(throws: SQLiteError(code: 21, operation: "select")) { try select.run() }
    }

    @Test func `text that is not UTF-8 is no text`() throws {
        let connection = try memory()
        try #expect(connection.first("SELECT CAST(x'FF41' AS TEXT)", "read") { $0.text(0) } == .some(nil))
        try #expect(connection.first("SELECT 'ü'", "read") { $0.text(0) } == "ü")
    }

    @Test func `a cached statement is prepared once, when it is first used`() throws {
        let connection = try Connection(inMemory: ())
        let select = connection.statement("SELECT a FROM later", "read")
        try connection.execute("CREATE TABLE later (a)", "create")
        try select.run()
        // A changed schema is no error either: SQLite prepares anew by itself.
        try connection.execute("ALTER TABLE later ADD COLUMN b", "alter")
        try select.run()
    }
}
