internal import VaultSQLite

/// Brings the tables of an earlier schema to pyrotgfork's 6, in the transaction that is open.
///
/// What the clients' own migrations lose is kept: the peers of version 1, which they wipe, and the usernames of 1 to 3,
/// which stay in a column that they read no more. Files that they migrated get those back.
struct SchemaMigration {
    let connection: Connection
    let facts: SchemaFacts
    private let operation: StaticString = "migrate the tables"

    let schema: SessionFileSchema

    init(_ connection: Connection, from schema: SessionFileSchema, _ facts: SchemaFacts) {
        self.connection = connection
        self.schema = schema
        self.facts = facts
    }

    /// Whether there is anything to change.
    var isDue: Bool { get throws { try !schema.isCurrent || hasStrandedUsernames } }

    /// The caller rolls back after an error, and looks at what came of it.
    func run() throws {
        if !schema.isCurrent { try addTables() }
        if hasUsernameColumn { try moveUsernames() }
    }

    private var hasUsernameColumn: Bool { facts.columns["peers"]?["username"] != nil }

    private func addTables() throws {
        if facts.columns["sessions"]?["api_id"] == nil {
            try connection.execute("ALTER TABLE sessions ADD COLUMN api_id INTEGER", operation)
        }
        try connection.execute(PyrotgforkSchema.additions, operation)
        if facts.triggers.isEmpty { try connection.execute(PyrotgforkSchema.trigger, operation) }
        try connection.execute("UPDATE version SET number = \(PyrotgforkSchema.version)", operation)
    }
}

// Usernames were a column of `peers` up to version 3.
extension SchemaMigration {
    /// The usernames that no look-up finds. A peer that has some in the new table was seen since; what is beside a
    /// sealed row is not the vault's.
    private var strandedUsernames: String {
        """
        SELECT id, username FROM peers WHERE typeof(username) = 'text' AND username <> ''
        AND id NOT IN (SELECT id FROM usernames WHERE id IS NOT NULL)
        """ + (facts.columns["peers"]?["sealed"] == nil ? "" : " AND sealed IS NULL")
    }

    private var hasStrandedUsernames: Bool {
        get throws {
            guard hasUsernameColumn else { return false }
            return try connection.first(strandedUsernames + " LIMIT 1", operation) { _ in } != nil
        }
    }

    private func moveUsernames() throws {
        let insert = connection.statement("INSERT INTO usernames (id, username) VALUES (?1, ?2)", operation)
        defer { connection.discard([insert]) }
        _ = try connection.first(strandedUsernames, operation) { row in
            repeat {
                // Bytes that are no text name nobody, and would make the peer unreadable.
                guard let username = row.text(1) else { continue }
                let id = row.integer(0)
                try insert.run {
                    try $0.bind(1, id)
                    try $0.bind(2, text: username)
                }
            } while try row.step()
        }
        try dropUsernameColumn()
    }

    /// No row is written over by an UPDATE, so the trigger leaves the dates as they are.
    private func dropUsernameColumn() throws {
        let sql = """
            SELECT DISTINCT l.name FROM pragma_index_list('peers') l, pragma_index_info(l.name) i
            WHERE i.name = 'username'
            """
        var indexes: [String] = []
        _ = try connection.first(sql, operation) { row in
            repeat { if let name = row.text(0) { indexes.append(name) } } while try row.step()
        }
        for index in indexes {
            try connection.execute("DROP INDEX \"\(index.replacing("\"", with: "\"\""))\"", operation)
        }
        try connection.execute("ALTER TABLE peers DROP COLUMN username", operation)
    }
}
