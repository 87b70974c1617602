internal import VaultSQLite

/// All that SQLite makes a schema from: the text encoding and the rows of `sqlite_master`, in their order.
///
/// Where the tables begin in the file is left out, as it says nothing of them; only that they begin somewhere.
struct SchemaText: Equatable, Sendable {
    /// The longest that is kept, in bytes. The family's have less than 2 KiB.
    static let longest = 1 << 14

    private var bytes: [UInt8] = []

    /// Reads the text of an open database; nil where it is longer than any client's, or no text.
    init?(_ connection: Connection) throws {
        bytes.reserveCapacity(2048)
        let isRead = try connection.first(Self.select, "read the schema") { row in
            guard row.append(0, to: &bytes, limit: Self.longest) else { return false }
            repeat {
                for column in 1..<Self.columns where !row.append(column, to: &bytes, limit: Self.longest) {
                    return false
                }
            } while try row.step()
            return true
        }
        if isRead == false { return nil }
    }

    static func == (left: SchemaText, right: SchemaText) -> Bool { left.bytes.hasSameBytes(as: right.bytes) }

    /// A text as bytes is in the database's encoding (<https://sqlite.org/lang_expr.html>, 4.1): to ask for that by
    /// itself would be a statement more. A `+` changes no value, and spares the five names that SQLite makes of a column.
    private static let select = """
        SELECT CAST('a' AS BLOB), +type, +name, +tbl_name, rootpage > 0, +sql FROM sqlite_master ORDER BY rowid
        """
    private static let columns: Int32 = 6
}
