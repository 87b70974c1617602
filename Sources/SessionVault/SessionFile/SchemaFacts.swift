internal import VaultSQLite

/// What a database's schema says, as far as it tells whose file it is.
struct SchemaFacts: Equatable, Sendable {
    /// The columns of each table: name to declared type, with `KEY` after it for a primary key, and `UNIQUE` for the id
    /// of a peer that is none, is never NULL, and has an index that keeps it from being there twice.
    var columns: [String: [String: String]] = [:]
    /// The text of each trigger, in one spacing.
    var triggers: [String: String] = [:]
    /// The one version number; nil where there is none, or several.
    var version: Int?
    /// Whether text is stored as UTF-8.
    var isUTF8 = true
    /// Whether the schema is what it says, and computes nothing in a table that a session is kept in.
    var isPlain = true

    init() {}

    /// Reads the schema of an open database. The cost depends on its tables and not on their rows.
    init(_ connection: Connection) throws {
        isUTF8 = try connection.first("PRAGMA encoding", "read the encoding") { $0.text(0) } == "UTF-8"
        isPlain = try Self.disguises(connection) == nil && Self.computations(connection) == nil
        try readColumns(connection)
        try readTriggers(connection)
        try readVersion(connection)
    }

    /// A row that is not of the type it is listed as. SQLite goes by the text alone, and writes it so itself.
    private static func disguises(_ connection: Connection) throws -> Void? {
        let sql = """
            SELECT 1 FROM sqlite_master WHERE sql IS NOT NULL AND NOT CASE type
                WHEN 'table' THEN sql GLOB 'CREATE TABLE *' OR sql GLOB 'CREATE VIRTUAL TABLE *'
                WHEN 'index' THEN sql GLOB 'CREATE INDEX *' OR sql GLOB 'CREATE UNIQUE INDEX *'
                WHEN 'trigger' THEN sql GLOB 'CREATE TRIGGER *'
                WHEN 'view' THEN sql GLOB 'CREATE VIEW *' ELSE 0 END LIMIT 1
            """
        return try connection.first(sql, "read the schema") { _ in }
    }

    /// A check, or an index over an expression or over some rows: what it computes runs with every write, for as long
    /// as it likes. Or an index whose entries are unique, other than the one of peers' ids: a row that is written would
    /// take others away.
    private static func computations(_ connection: Connection) throws -> Void? {
        let sql = """
            SELECT 1 FROM sqlite_master t WHERE t.type = 'table' AND lower(t.name) IN
                ('sessions', 'peers', 'usernames', 'update_state', 'version')
            AND (t.sql LIKE '%check%' OR EXISTS (SELECT 1 FROM pragma_index_list(t.name) l WHERE l.partial
                OR l."unique" AND l.origin <> 'pk' AND NOT (t.name = 'peers' AND \(isIndexOfIDs))
                OR EXISTS (SELECT 1 FROM pragma_index_xinfo(l.name) x WHERE x.cid = -2))) LIMIT 1
            """
        return try connection.first(sql, "read the schema") { _ in }
    }

    /// Whether the index `l` is one of ids and nothing else, compared as numbers are.
    private static let isIndexOfIDs = """
        (SELECT group_concat(i.name || ' ' || i.coll) FROM pragma_index_xinfo(l.name) i WHERE i.key) = 'id BINARY'
        """

    private mutating func readColumns(_ connection: Connection) throws {
        // A virtual table has no root page; a generated column is a hidden one. Neither is a place to store in. A key
        // that has an index of its own is not the row's id, and can hold anything: an integer that is declared DESC.
        let sql = """
            SELECT t.name, c.name, upper(c.type) || iif(c.hidden, ' HIDDEN', '') || iif(NOT c.pk,
                iif(t.name = 'peers' AND c.name = 'id' AND c."notnull" AND EXISTS (SELECT 1 FROM pragma_index_list(t.name) l
                    WHERE l."unique" AND NOT l.partial AND \(Self.isIndexOfIDs)), ' UNIQUE', ''),
                iif(EXISTS (SELECT 1 FROM pragma_index_list(t.name) l WHERE l.origin = 'pk'), ' INDEXED KEY', ' KEY'))
            FROM sqlite_master t, pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND t.rootpage > 0
            """
        _ = try connection.first(sql, "read the schema") { row in
            repeat {
                guard let table = row.text(0), let name = row.text(1), let type = row.text(2) else { continue }
                columns[table, default: [:]][name] = type
            } while try row.step()
        }
    }

    private mutating func readTriggers(_ connection: Connection) throws {
        let sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        _ = try connection.first(sql, "read the schema") { row in
            repeat {
                triggers[row.text(0) ?? ""] = Self.inOneSpacing(row.text(1) ?? "")
            } while try row.step()
        }
    }

    /// Reads the version number where there is one to read, in the place of any other.
    mutating func readVersion(_ connection: Connection) throws {
        version = nil
        guard let column = columns["version"]?.keys.first(where: { $0 == "number" || $0 == "version" }) else { return }
        let sql = "SELECT \(column) FROM version LIMIT 2"
        version =
            try connection.first(sql, "read the version") { row -> Int? in
                guard row.type(0) == .integer else { return nil }
                let number = Int(row.integer(0))
                return try row.step() ? nil : number
            } ?? nil
    }

    /// The text with a single space wherever it has any white space.
    static func inOneSpacing(_ sql: String) -> String {
        sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
