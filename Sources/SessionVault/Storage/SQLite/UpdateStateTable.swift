internal import VaultSQLite

/// The rows of `update_state`.
final class UpdateStateTable {
    let statements: [Statement]
    private let select, selectByID, replace, remove: Statement
    /// Nil where no row is sealed.
    private let selectSealed: Statement?

    init(_ connection: Connection, hasSealed: Bool) {
        let rows = "SELECT id, pts, qts, date, seq, \(hasSealed ? "sealed" : "NULL") FROM update_state"
        select = connection.statement(rows + " ORDER BY id", "read the update states")
        let sealed = "SELECT id, sealed FROM update_state WHERE sealed NOT NULL ORDER BY id"
        selectSealed = hasSealed ? connection.statement(sealed, "read the update states") : nil
        selectByID = connection.statement(rows + " WHERE id = ?1", "read an update state")
        replace = connection.statement(
            """
            REPLACE INTO update_state (id, pts, qts, date, seq\(hasSealed ? ", sealed" : ""))
            VALUES (?1, ?2, ?3, ?4, ?5\(hasSealed ? ", ?6" : ""))
            """, "write an update state")
        remove = connection.statement("DELETE FROM update_state WHERE id = ?1", "remove an update state")
        statements = [select, selectByID, replace, remove] + (selectSealed.map { [$0] } ?? [])
    }

    /// All of them.
    ///
    /// - Throws: `SQLITE_CORRUPT` where ids do not ascend, as for peers.
    func read() throws -> [UpdateStateRecord] {
        try select.use { row in
            var records: [UpdateStateRecord] = []
            while try row.step() {
                _ = try Self.id(row, after: records.last?.id)
                records.append(try Self.record(row))
            }
            return records
        }
    }

    /// Those that are sealed, without what lies beside the sealed bytes.
    ///
    /// - Throws: As ``read()``.
    func readSealed() throws -> SealedStates {
        guard let selectSealed else { return SealedStates() }
        return try selectSealed.use { row in
            var states = SealedStates()
            while try row.step() {
                let token = try Self.id(row, after: states.rows.last?.token)
                guard row.type(1) == .blob else { throw VaultError.invalidValue(column: "sealed") }
                row.appendBytes(1, to: &states.bytes)
                states.rows.append(SealedStates.Row(token: token, end: states.bytes.count))
            }
            return states
        }
    }

    private static func id(_ row: Statement, after last: Int64?) throws -> Int64 {
        let id = row.integer(0)
        guard row.type(0) == .integer, last.map({ $0 < id }) ?? true else {
            throw SQLiteError.corrupt("read the update states")
        }
        return id
    }

    /// The one with this id, or nil.
    func read(_ id: Int64) throws -> UpdateStateRecord? {
        try selectByID.use { row in
            try row.bind(1, id)
            return try row.step() ? try Self.record(row) : nil
        }
    }

    private static func record(_ row: Statement) throws -> UpdateStateRecord {
        UpdateStateRecord(
            id: row.integer(0), pts: try row.integer(1, or: "pts"), qts: try row.integer(2, or: "qts"),
            date: try row.integer(3, or: "date"), seq: try row.integer(4, or: "seq"), sealed: try row.sealed(5))
    }

    /// Puts a state in the place of any with its id.
    func write(_ state: UpdateStateRecord) throws {
        try replace.run {
            try $0.bind(1, state.id)
            try $0.bind(2, state.pts)
            try $0.bind(3, state.qts)
            try $0.bind(4, state.date)
            try $0.bind(5, state.seq)
            try state.sealed.bindSealed(to: $0, 6)
        }
    }

    /// Removes a state.
    func remove(_ id: Int64) throws { try remove.run { try $0.bind(1, id) } }
}
