internal import VaultSQLite

/// How a file keeps the rows of a wrapping layer.
enum SealedLayout: Sendable, Equatable {
    /// Not at all: the tables are the family's own.
    case none
    /// In a column more of the family's tables; see ``SealedColumns``.
    case columns
    /// The same, in tables that number the peers as they come; see ``NumberedTables``.
    case numbered

    /// That of an open database.
    init(of connection: Connection) throws {
        let sql = "SELECT count(*) FROM pragma_table_info('peers') WHERE name IN ('sealed', '\(NumberedTables.number)')"
        self.init(columns: try connection.first(sql, "read the schema") { $0.integer(0) } ?? 0)
    }

    /// That of a schema that is opened as it is.
    init(_ facts: SchemaFacts) {
        let columns = facts.columns["peers"] ?? [:]
        self.init(columns: columns["sealed"] == nil ? 0 : columns[NumberedTables.number] == nil ? 1 : 2)
    }

    private init(columns: Int64) { self = columns == 0 ? .none : columns == 1 ? .columns : .numbered }
}
