/// The tables of Pyrogram's family, by version as pyrotgfork and kurigram number them: 1 to 3 are Pyrogram's own, and 7
/// is kurigram's alone.
///
/// Indexes are left out: they are made where they are missing, and more of them do no harm.
enum FamilyTables {
    static let versions = 1...7

    /// A table's columns: name to declared type, with `KEY` after it for a primary key.
    typealias Columns = [String: String]

    /// The tables that a file of this version has.
    static func tables(of version: Int) -> [String: Columns] {
        var tables = first
        for step in steps where step.version <= version {
            tables[step.table, default: [:]].merge(step.columns) { $1 }
        }
        // Usernames moved to a table of their own. The migrations of the forks leave the column behind.
        if version >= 4 { tables["peers"]?["username"] = nil }
        return tables
    }

    /// Whether the tables are those of the version, apart from what may be there besides: the column that usernames
    /// were in, and the columns of sealed rows, whose peers and usernames may be numbered.
    static func match(_ found: [String: Columns], _ version: Int) -> Bool {
        let later = Set(steps.filter { $0.version > version }.map(\.table))
        let tables = tables(of: version)
        guard later.allSatisfy({ tables[$0] != nil || found[$0] == nil }) else { return false }
        var found = found
        if version >= 4, found["peers"]?["username"] == "TEXT" { found["peers"]?["username"] = nil }
        if version >= 6, SealedColumns.tables.allSatisfy({ found[$0]?["sealed"] == "BLOB" }) {
            for table in SealedColumns.tables { found[table]?["sealed"] = nil }
            removeNumbers(from: &found)
        }
        return tables.allSatisfy { found[$0] == $1 }
    }

    /// Where a number is the key of both tables, the peers' ids are one beside it.
    private static func removeNumbers(from found: inout [String: Columns]) {
        let tables = ["peers", "usernames"]
        guard tables.allSatisfy({ found[$0]?[NumberedTables.number] == "INTEGER KEY" }),
            found["peers"]?["id"] == "INTEGER UNIQUE"
        else { return }
        for table in tables { found[table]?[NumberedTables.number] = nil }
        found["peers"]?["id"] = "INTEGER KEY"
    }

    /// What is left without the tables and columns that came after the version.
    static func removing(laterThan version: Int, from found: [String: Columns]) -> [String: Columns] {
        let kept = tables(of: version)
        var found = found
        for step in steps where step.version > version {
            if kept[step.table] == nil {
                if found[step.table] == step.columns { found[step.table] = nil }
            } else {
                for (column, type) in step.columns where found[step.table]?[column] == type {
                    found[step.table]?[column] = nil
                }
            }
        }
        return found
    }

    private static let first: [String: Columns] = [
        "sessions": [
            "dc_id": "INTEGER KEY", "test_mode": "INTEGER", "auth_key": "BLOB", "date": "INTEGER",
            "user_id": "INTEGER", "is_bot": "INTEGER",
        ],
        "peers": [
            "id": "INTEGER KEY", "access_hash": "INTEGER", "type": "INTEGER", "username": "TEXT",
            "phone_number": "TEXT", "last_update_on": "INTEGER",
        ],
        "version": ["number": "INTEGER KEY"],
    ]

    /// What each version added. 2 changed no table, and 6 an index.
    private static let steps: [(version: Int, table: String, columns: Columns)] = [
        (3, "sessions", ["api_id": "INTEGER"]),
        (4, "usernames", ["id": "INTEGER", "username": "TEXT"]),
        (
            5, "update_state",
            ["id": "INTEGER KEY", "pts": "INTEGER", "qts": "INTEGER", "date": "INTEGER", "seq": "INTEGER"]
        ),
        (7, "sessions", ["server_address": "TEXT", "port": "INTEGER"]),
    ]
}
