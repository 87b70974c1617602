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
        if let known = try known(in: connection, first) { return known.schema }
        let schema = try DatabaseSchema(connection)
        if schema.kind.isCurrent, let pages = try SchemaPages(first, connection) {
            knownPages.withLockIfAvailable { $0.note(schema, of: pages) }
        }
        return schema
    }

    /// The schema of a file whose pages are known and that nothing has to be changed in, or asked of SQLite, before a
    /// session is read.
    static func settled(in connection: Connection) throws -> KnownSchemaPages.Entry? {
        guard let first = try SchemaPages.first(of: connection), let known = try known(in: connection, first),
            known.pages.session != nil, known.schema.isSettled, try known.pages.areWhole(in: connection)
        else { return nil }
        return known
    }

    /// By what was known a moment ago: nothing is read while others wait.
    private static func known(in connection: Connection, _ first: [UInt8]) throws -> KnownSchemaPages.Entry? {
        try knownPages.withLockIfAvailable { $0 }?.entry(of: connection, first)
    }

    /// Whether no row of a file can make a migration due.
    private var isSettled: Bool { kind.isCurrent && facts.columns["peers"]?["username"] == nil }

    private init(_ facts: SchemaFacts) {
        self.facts = facts
        kind = SessionFileSchema(facts)
    }
}

/// The pages of the schemas that were opened last.
struct KnownSchemaPages: Sendable {
    struct Entry: Sendable {
        let pages: SchemaPages
        let schema: DatabaseSchema
    }

    private var schemas: [Entry] = []

    var count: Int { schemas.count }

    /// What is known of a file whose first page is given.
    func entry(of connection: Connection, _ first: [UInt8]) throws -> Entry? {
        try schemas.first { try $0.pages.areThose(of: connection, first) }
    }

    mutating func note(_ schema: DatabaseSchema, of pages: SchemaPages) {
        if schemas.count == KnownSchemas.most { schemas.removeFirst() }
        schemas.append(Entry(pages: pages, schema: schema))
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
