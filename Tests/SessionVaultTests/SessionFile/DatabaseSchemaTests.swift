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
