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
        guard try read(connection, "PRAGMA encoding", columns: 1),
            try read(
                connection, "SELECT type, name, tbl_name, rootpage > 0, sql FROM sqlite_master ORDER BY rowid",
                columns: 5)
        else { return nil }
    }

    private mutating func read(_ connection: Connection, _ sql: String, columns: Int32) throws -> Bool {
        let isRead = try connection.first(sql, "read the schema") { row in
            repeat {
                for column in 0..<columns { guard append(row, column) else { return false } }
            } while try row.step()
            return true
        }
        return isRead ?? true
    }

    /// Type, length and bytes, so that no two rows of different values come to the same.
    private mutating func append(_ row: Statement, _ column: Int32) -> Bool {
        let type = row.type(column)
        guard type != .real else { return false }
        let length = row.withBytes(column) { $0.count }
        guard bytes.count + length <= Self.longest else { return false }
        bytes.append(type.mark)
        bytes.append(littleEndian: UInt32(length))
        row.append(column, to: &bytes)
        return true
    }
}

extension Statement.ValueType {
    fileprivate var mark: UInt8 {
        switch self {
        case .integer: 1
        case .real: 2
        case .text: 3
        case .blob: 4
        case .null: 5
        }
    }
}
