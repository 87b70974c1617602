internal import VaultSQLite

/// The columns that rows of a wrapping layer need, and the family's schema has not.
///
/// They come with the first sealed row and go with the last: what is written plain is the family's own schema, as the
/// family wrote it. Its trigger goes meanwhile, since it would write real times beside sealed rows.
enum SealedColumns {
    static let tables = ["peers", "update_state"]

    /// Adds them. Where there is no peer yet, the tables become those that number their rows.
    static func add(to connection: Connection) throws -> SealedLayout {
        let operation: StaticString = "add the columns of sealed rows"
        for table in tables { try connection.execute("ALTER TABLE \(table) ADD COLUMN sealed BLOB", operation) }
        try connection.execute("DROP TRIGGER IF EXISTS \(PyrotgforkSchema.triggerName)", operation)
        let rows = "SELECT 1 FROM peers UNION ALL SELECT 1 FROM usernames"
        let isEmpty = try connection.first(rows, operation, { _ in }) == nil
        return try isEmpty && NumberedTables.replaceFamilys(in: connection) ? .numbered : .columns
    }

    /// - Throws: ``VaultError/rowsStillSealed`` where a row needs them.
    static func remove(from connection: Connection, _ layout: SealedLayout) throws {
        let operation: StaticString = "remove the columns of sealed rows"
        for table in tables {
            let sql = "SELECT 1 FROM \(table) WHERE sealed IS NOT NULL LIMIT 1"
            guard try connection.first(sql, operation, { _ in }) == nil else { throw VaultError.rowsStillSealed }
        }
        if layout == .numbered { try NumberedTables.giveWay(in: connection) }
        for table in tables { try connection.execute("ALTER TABLE \(table) DROP COLUMN sealed", operation) }
        try connection.execute("DROP TRIGGER IF EXISTS \(PyrotgforkSchema.triggerName)", operation)
        try connection.execute(PyrotgforkSchema.trigger, operation)
    }
}
