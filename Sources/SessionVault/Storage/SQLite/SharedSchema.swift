internal import VaultSQLite

/// The schema of a file that other processes change too, and whether it is still the one that was seen last.
struct SharedSchema {
    private let schema: SessionFileSchema
    /// What SQLite counts up with every change of the schema; nil where it is to be looked at anew.
    private var version: Int64?
    private let readVersion: Statement

    /// - Parameter schema: What it was when the file was opened.
    init(_ schema: SessionFileSchema, _ connection: Connection) {
        self.schema = schema
        readVersion = connection.statement("PRAGMA schema_version", "read the schema's version")
    }

    /// Asks, in the transaction that the answer is for.
    ///
    /// - Throws: ``VaultError/unsupportedSchema(_:path:)`` where it is another client's by now.
    mutating func hasChanged(_ connection: Connection, _ location: SessionFile.Location) throws -> Bool {
        let current = try readVersion.use { try $0.step() ? $0.integer(0) : nil }
        if let version, version == current { return false }
        version = nil
        let found = try DatabaseSchema(connection).kind
        guard found == schema, found.isCurrent else { throw VaultError.unsupportedSchema(found, path: location.given) }
        version = current
        return true
    }

    /// What was seen last may have been rolled back.
    mutating func forget() { version = nil }
}
