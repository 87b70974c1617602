internal import VaultLock
internal import VaultSQLite

/// What a database's schema says, and whose it is.
///
/// To take one apart costs more than the rest of an opening, and thousands of files have the same few. What a schema
/// says follows from its text, so what was found out of a text is true of every file that has the same one: each opening
/// reads the text anew, and compares all of it.
struct DatabaseSchema: Sendable {
    let facts: SchemaFacts
    let kind: SessionFileSchema

    private static let known = Lock(KnownSchemas())

    /// Reads the schema of an open database. The cost depends on its tables and not on their rows.
    init(_ connection: Connection) throws {
        guard let text = try SchemaText(connection) else {
            self.init(try SchemaFacts(connection))
            return
        }
        // In a forked child, another thread of the parent may have it for ever.
        if let like = Self.known.withLockIfAvailable({ $0.schema(of: text) }) ?? nil {
            var facts = like.facts
            try facts.readVersion(connection)
            self = facts.version == like.facts.version ? like : DatabaseSchema(facts)
            return
        }
        self.init(try SchemaFacts(connection))
        Self.known.withLockIfAvailable { [self] in $0.note(self, of: text) }
    }

    private init(_ facts: SchemaFacts) {
        self.facts = facts
        kind = SessionFileSchema(facts)
    }
}

/// The schemas that were taken apart last.
struct KnownSchemas {
    /// More than a process has files of: plain ones and sealed ones of two or three clients.
    static let most = 8

    private var schemas: [(text: SchemaText, schema: DatabaseSchema)] = []

    var count: Int { schemas.count }

    /// The schema of a text, with the version number of the file that it was found in.
    func schema(of text: SchemaText) -> DatabaseSchema? { schemas.first { $0.text == text }?.schema }

    mutating func note(_ schema: DatabaseSchema, of text: SchemaText) {
        if schemas.count == Self.most { schemas.removeFirst() }
        schemas.append((text, schema))
    }
}
