internal import VaultSQLite

/// The writing of peers where they are numbered as they come; see ``NumberedTables``.
final class NumberedPeers: PeerWriting {
    let statements: [Statement]
    private let connection: Connection
    private let put, renumber, find, remove: Statement
    /// Whether nothing lies where the next peers' usernames go.
    private var isClear = false
    private let clear, usernames, addUsername, removeUsernames: Statement

    init(_ connection: Connection) {
        self.connection = connection
        let number = NumberedTables.number
        let values =
            "access_hash = excluded.access_hash, type = excluded.type, last_update_on = excluded.last_update_on, "
            + "sealed = excluded.sealed"
        func write(_ changes: String) -> Statement {
            connection.statement(
                """
                INSERT INTO peers (id, access_hash, type, phone_number, last_update_on, sealed)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET \(changes)
                """, "write a peer")
        }
        // A phone number that stays is left out: its index would be written with it.
        put = write(values + " WHERE phone_number IS excluded.phone_number")
        renumber = write(values + ", phone_number = excluded.phone_number")
        find = connection.statement("SELECT \(number) FROM peers WHERE id = ?1", "write a peer")
        remove = connection.statement("DELETE FROM peers WHERE \(number) = ?1", "remove a peer")
        usernames = connection.statement(
            """
            SELECT u.username, u.\(number) FROM peers p
            JOIN usernames u ON u.\(number) BETWEEN p.\(number) << 8 AND p.\(number) << 8 | 255 AND u.id = p.id
            WHERE p.id = ?1 ORDER BY u.\(number)
            """, "read a peer's usernames")
        clear = connection.statement(
            """
            DELETE FROM usernames WHERE \(number) > (SELECT coalesce(max(\(number)), 0) FROM peers) << 8 | 255
            """, "remove usernames of no peer")
        // Another program's row can have come by the place.
        addUsername = connection.statement(
            "REPLACE INTO usernames (\(number), id, username) VALUES (?1, ?2, ?3)", "write a peer's usernames")
        removeUsernames = connection.statement(
            "DELETE FROM usernames WHERE \(number) BETWEEN ?1 << 8 AND ?1 << 8 | 255", "remove a peer's usernames")
        statements = [put, renumber, find, remove, clear, usernames, addUsername, removeUsernames]
    }

    /// Another program may have written meanwhile.
    func begin() { isClear = false }

    func usernames(of id: Int64) throws -> [String] { try usernames.readNames { try $0.bind(1, id) } }

    func write(_ peer: PeerRecord, isRenamed: Bool) throws {
        guard peer.usernames.count <= NumberedTables.mostNames else {
            throw VaultError.unstorableValue(field: "usernames")
        }
        try makeClear()
        connection.lastInsertedRow = 0
        try put.run { try peer.bind(to: $0) }
        let new = connection.lastInsertedRow
        if new != 0 { return try add(peer.usernames, of: peer.id, at: try usable(new)) }
        if connection.changes == 0 { try renumber.run { try peer.bind(to: $0) } }
        if !isRenamed { return }
        let stored = try StoredUsernames(beside: peer.usernames) { try usernames(of: peer.id) }
        if stored == .same { return }
        guard let number = try find(peer.id) else { throw SQLiteError.corrupt("write a peer") }
        if stored == .others { try removeUsernames.run { try $0.bind(1, number) } }
        try add(peer.usernames, of: peer.id, at: number)
    }

    /// What another program has left where the next peers' usernames go is not to become theirs.
    private func makeClear() throws {
        if isClear { return }
        try clear.run()
        isClear = true
    }

    private func find(_ id: Int64) throws -> Int64? {
        try find.use { row in
            try row.bind(1, id)
            return try row.step() ? try usable(row.integer(0)) : nil
        }
    }

    private func usable(_ number: Int64) throws -> Int64 {
        guard NumberedTables.isUsable(number) else { throw SQLiteError.corrupt("write a peer") }
        return number
    }

    private func add(_ names: [String], of id: Int64, at number: Int64) throws {
        for (index, name) in names.enumerated() {
            try addUsername.run {
                try $0.bind(1, number << 8 | Int64(index))
                try $0.bind(2, id)
                try $0.bind(3, text: name)
            }
        }
    }

    func remove(_ id: Int64) throws {
        guard let number = try find(id) else { return }
        try remove.run { try $0.bind(1, number) }
        try removeUsernames.run { try $0.bind(1, number) }
        // Where it was the last, the next one comes after the one before it, and what lies between them is nobody's.
        isClear = false
    }
}
