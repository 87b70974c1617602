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
    private static let knownPages = Lock(KnownSchemaPages())

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

    /// Reads the schema of a file that was locked for this process alone, has no log and was not written to since.
    ///
    /// What the pages of a schema that is opened as it is say is known as what its text says is, and takes no statement
    /// to be found again.
    static func stored(in connection: Connection) throws -> DatabaseSchema {
        guard let first = try SchemaPages.first(of: connection) else { return try DatabaseSchema(connection) }
        // What was known a moment ago: nothing is read while others wait.
        if let like = try knownPages.withLockIfAvailable({ $0 })?.schema(of: connection, first) { return like }
        let schema = try DatabaseSchema(connection)
        if schema.kind.isCurrent, let pages = try SchemaPages(first, connection) {
            knownPages.withLockIfAvailable { $0.note(schema, of: pages) }
        }
        return schema
    }

    private init(_ facts: SchemaFacts) {
        self.facts = facts
        kind = SessionFileSchema(facts)
    }
}

/// The pages of the schemas that were opened last.
struct KnownSchemaPages: Sendable {
    private var schemas: [(pages: SchemaPages, schema: DatabaseSchema)] = []

    var count: Int { schemas.count }

    /// The schema of a file whose first page is given.
    func schema(of connection: Connection, _ first: [UInt8]) throws -> DatabaseSchema? {
        for known in schemas where try known.pages.areThose(of: connection, first) { return known.schema }
        return nil
    }

    mutating func note(_ schema: DatabaseSchema, of pages: SchemaPages) {
        if schemas.count == KnownSchemas.most { schemas.removeFirst() }
        schemas.append((pages, schema))
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
