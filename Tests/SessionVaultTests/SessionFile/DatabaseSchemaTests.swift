import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct DatabaseSchemaTests {
    private static func connection(_ statements: String...) throws -> Connection {
        let connection = try PyrotgforkSchema.inMemory()
        for statement in statements { try connection.execute(statement, "change the schema") }
        return connection
    }

    /// Twice, so that the second reading is of a schema that is known.
    private static func readTwice(_ connection: Connection) throws -> DatabaseSchema {
        _ = try DatabaseSchema(connection)
        return try DatabaseSchema(connection)
    }

    @Test(arguments: [
        "CREATE TRIGGER other AFTER INSERT ON peers BEGIN DELETE FROM peers; END",
        "DROP TRIGGER trg_peers_last_update_on",
        "DROP INDEX idx_peers_id; CREATE INDEX idx_peers_id ON peers (id) WHERE id > 0",
        "DROP INDEX idx_peers_id; CREATE INDEX idx_peers_id ON peers (id + 1)",
        "DROP INDEX idx_peers_id; CREATE UNIQUE INDEX idx_peers_id ON peers (id)",
        "ALTER TABLE peers ADD COLUMN more INTEGER AS (id + 1)",
        "ALTER TABLE peers ADD COLUMN sealed BLOB; ALTER TABLE update_state ADD COLUMN sealed BLOB",
        "ALTER TABLE peers ADD COLUMN sealed INTEGER CHECK (sealed > 0)",
        "ALTER TABLE sessions ADD COLUMN server_address TEXT; ALTER TABLE sessions ADD COLUMN port INTEGER",
        "CREATE VIEW other AS SELECT * FROM peers",
        "DROP TABLE update_state",
        "DELETE FROM version", "INSERT INTO version VALUES (7)", "UPDATE version SET number = 7",
    ])
    func `what differs from a schema that is known is seen`(change: String) throws {
        let known = try Self.readTwice(Self.connection())
        #expect(known.kind == .pyrotgfork(version: 6))
        let changed = try Self.connection(change)
        let expected = try SchemaFacts(changed)
        for _ in 1...2 {
            let found = try DatabaseSchema(changed)
            #expect(found.facts == expected && found.kind == SessionFileSchema(expected))
        }
        try #expect(DatabaseSchema(Self.connection()).facts == known.facts)
    }

    @Test func `a text of another encoding is another schema`() throws {
        let known = try Self.readTwice(Self.connection())
        let other = try Connection(inMemory: ())
        try other.execute("PRAGMA encoding='UTF-16le';" + PyrotgforkSchema.tables, "make the tables")
        try other.execute(PyrotgforkSchema.trigger + "; INSERT INTO version VALUES (6)", "make the tables")
        #expect(known.facts.isUTF8)
        try #expect(!Self.readTwice(other).facts.isUTF8)
    }

    /// Opens the file as a session's is, and reads its schema with and without a look at its pages.
    private static func readStored(_ path: String) throws -> (found: DatabaseSchema, facts: SchemaFacts) {
        let identity = try #require(try FileFacts.of(path)).identity
        let connection = try Connection(path: path, claim: #require(try FileClaim(identity)))
        defer { connection.close() }
        try connection.execute("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE", "lock the database")
        return try (DatabaseSchema.stored(in: connection), SchemaFacts(connection))
    }

    @Test(arguments: [
        "CREATE TRIGGER other AFTER INSERT ON peers BEGIN DELETE FROM peers; END",
        "DROP TRIGGER trg_peers_last_update_on",
        "DROP INDEX idx_peers_id; CREATE INDEX idx_peers_id ON peers (id + 1)",
        "CREATE VIEW other AS SELECT * FROM peers",
        "ALTER TABLE peers ADD COLUMN sealed INTEGER CHECK (sealed > 0)",
        "ALTER TABLE update_state RENAME TO other",
        "DELETE FROM version", "INSERT INTO version VALUES (7)", "UPDATE version SET number = 7",
        "PRAGMA writable_schema=ON; UPDATE sqlite_master SET name = 'idx_peers_ie' WHERE name = 'idx_peers_id'",
    ])
    func `what differs from a file whose pages are known is seen, and what was written to it is not asked about`(
        change: String
    ) async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            for id in Int64(1)...2 {
                try await storage.open()
                try await storage.apply([.setUpdateState(UpdateStateRecord(id: id, pts: 1))])
                try await storage.close()
                let (known, facts) = try Self.readStored(storage.path)
                #expect(known.facts == facts && known.kind == .pyrotgfork(version: 6))
            }
            try scratch.sqlite("x.session", change)
            for _ in 1...2 {
                let (found, facts) = try Self.readStored(storage.path)
                #expect(found.facts == facts && found.kind == SessionFileSchema(facts))
            }
        }
    }

    @Test func `a schema whose rows go on in other pages is read by its text`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.close()
            let columns = (0..<400).map { "a_long_column_\($0)" }.joined(separator: ", ")
            try scratch.sqlite("x.session", "CREATE TABLE other (\(columns))")
            let first = try Self.readStored(storage.path)
            #expect(first.found.kind == .pyrotgfork(version: 6))
            try scratch.sqlite("x.session", "DROP TABLE other", "CREATE TABLE other (\(columns)_)")
            let second = try Self.readStored(storage.path)
            #expect(second.found.facts == second.facts && second.found.facts != first.found.facts)
        }
    }

    @Test func `a row is in a page as a whole, or the page does not tell the schema`() {
        /// A page of rows with these lengths, as their first bytes.
        func page(_ lengths: [[UInt8]], reserved: UInt8 = 0, place: Int = 4_000) -> [UInt8] {
            var page = [UInt8](repeating: 0, count: SchemaPages.size)
            page[20] = reserved
            page[100] = 13
            page[104] = UInt8(lengths.count)
            for (index, length) in lengths.enumerated() {
                let cell = place + 3 * index
                (page[108 + 2 * index], page[109 + 2 * index]) = (UInt8(cell >> 8), UInt8(cell & 0xFF))
                for (offset, byte) in length.enumerated() where cell + offset < page.count {
                    page[cell + offset] = byte
                }
            }
            return page
        }
        // 4,061 bytes fit.
        let (longest, longer): ([UInt8], [UInt8]) = ([0x80 | 31, 0x5D], [0x80 | 31, 0x5E])
        func isWhole(_ page: [UInt8]) -> Bool { SchemaPages.hasWholeRows(page, headerAt: 100) }
        #expect(isWhole(page([])) && isWhole(page([[5], longest, [0x7F]])))
        #expect(!isWhole(page([[5], longer])) && !isWhole(page([longest], reserved: 1)))
        #expect(!isWhole(page([[0x81, 0x80, 0x00]])) && !isWhole(page([[5]], place: SchemaPages.size - 1)))
        var many = page([])
        many[103] = 8
        #expect(!isWhole(many))
        #expect(SchemaPages.hasWholeRows(Array(page([[5]])[100...]) + many[..<100], headerAt: 0, reserved: 0))
    }

    @Test func `a version of the same tables is read from each file`() throws {
        let numbers = [6, 5, 6, 8].map { number in
            Result { try DatabaseSchema(Self.connection("UPDATE version SET number = \(number)")).kind }
        }
        let kinds = try numbers.map { try $0.get() }
        #expect(kinds[0] == .pyrotgfork(version: 6) && kinds[2] == kinds[0])
        #expect(kinds[1] != kinds[0] && kinds[3] == .unknownVersion(number: 8))
    }

    @Test func `texts are told apart by every column of a row`() throws {
        let texts = try [
            "SELECT 1", "CREATE TABLE a (b)", "CREATE TABLE b (b)", "CREATE TABLE a (b )", "CREATE VIEW a AS SELECT 1",
        ].map { try Self.connection($0) }.map { try #require(try SchemaText($0)) }
        for (index, text) in texts.enumerated() { #expect(texts.firstIndex(of: text) == index) }
    }

    @Test func `texts are told apart by the types of their values and by the encoding`() throws {
        let tables = "CREATE TABLE a (b)"
        let names = ["'a'", "x'61'", "NULL"].map { name in
            [
                tables, "PRAGMA writable_schema=ON",
                "INSERT INTO sqlite_master VALUES ('index', \(name), 'a', 0, NULL)",
            ]
        }
        let encodings = ["UTF-8", "UTF-16le", "UTF-16be"].map { ["PRAGMA encoding='\($0)'", tables] }
        let scripts = names + encodings
        let texts = try scripts.map { script in
            let connection = try Connection(inMemory: ())
            for statement in script { try connection.execute(statement, "make a schema") }
            return try #require(try SchemaText(connection))
        }
        for (index, text) in texts.enumerated() { #expect(texts.firstIndex(of: text) == index) }
    }

    @Test func `a text that is longer than any client's is not kept`() throws {
        let columns = (0..<1_500).map { "a_long_column_\($0)" }.joined(separator: ", ")
        let connection = try Self.connection("CREATE TABLE other (\(columns))")
        try #expect(SchemaText(connection) == nil)
        try #expect(DatabaseSchema(connection).kind == .pyrotgfork(version: 6))
    }

    @Test func `no more schemas are kept than there is use for`() throws {
        var known = KnownSchemas()
        let schema = try DatabaseSchema(Self.connection())
        var texts: [SchemaText] = []
        for number in 0...KnownSchemas.most {
            let text = try #require(try SchemaText(Self.connection("CREATE TABLE other_\(number) (a)")))
            known.note(schema, of: text)
            texts.append(text)
        }
        #expect(known.count == KnownSchemas.most && known.schema(of: texts[0]) == nil)
        #expect(known.schema(of: texts[1]) != nil && known.schema(of: texts[KnownSchemas.most]) != nil)
    }
}
