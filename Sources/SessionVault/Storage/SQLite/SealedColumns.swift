internal import VaultSQLite

/// The columns that rows of a wrapping layer need, and the family's schema has not.
///
/// They come with the first sealed row and go with the last: what is written plain is the family's own schema, as the
/// family wrote it. Its trigger goes meanwhile, since it would write real times beside sealed rows.
enum SealedColumns {
    static let tables = ["peers", "update_state"]

    static func add(to connection: Connection) throws {
        let operation: StaticString = "add the columns of sealed rows"
        for table in tables { try connection.execute("ALTER TABLE \(table) ADD COLUMN sealed BLOB", operation) }
        try connection.execute("DROP TRIGGER IF EXISTS \(PyrotgforkSchema.triggerName)", operation)
    }

    /// - Throws: ``VaultError/rowsStillSealed`` where a row needs them.
    static func remove(from connection: Connection) throws {
        let operation: StaticString = "remove the columns of sealed rows"
        for table in tables {
            let sql = "SELECT 1 FROM \(table) WHERE sealed IS NOT NULL LIMIT 1"
            guard try connection.first(sql, operation, { _ in }) == nil else { throw VaultError.rowsStillSealed }
        }
        for table in tables { try connection.execute("ALTER TABLE \(table) DROP COLUMN sealed", operation) }
        try connection.execute("DROP TRIGGER IF EXISTS \(PyrotgforkSchema.triggerName)", operation)
        try connection.execute(PyrotgforkSchema.trigger, operation)
    }

    static func exist(in connection: Connection) throws -> Bool {
        let sql = "SELECT 1 FROM pragma_table_info('peers') WHERE name = 'sealed'"
        return try connection.first(sql, "read the schema") { _ in } != nil
    }
}
