internal import VaultSQLite

/// The writing of peers where their ids are the rows' own, in the family's tables.
///
/// A row is replaced whole where its phone number changes, and written over where not: that spares the indexes.
final class FamilyPeers: PeerWriting {
    let statements: [Statement]
    private let connection: Connection
    private let put, replace, remove, usernames, addUsername, removeUsernames: Statement

    init(_ connection: Connection, hasSealed: Bool) {
        self.connection = connection
        let row = """
            INTO peers (id, access_hash, type, phone_number, last_update_on\(hasSealed ? ", sealed" : ""))
            VALUES (?1, ?2, ?3, ?4, ?5\(hasSealed ? ", ?6" : ""))
            """
        put = connection.statement(
            """
            INSERT \(row) ON CONFLICT (id) DO UPDATE SET access_hash = excluded.access_hash, type = excluded.type,
            last_update_on = excluded.last_update_on\(hasSealed ? ", sealed = excluded.sealed" : "")
            WHERE phone_number IS excluded.phone_number
            """, "write a peer")
        replace = connection.statement("REPLACE \(row)", "write a peer")
        remove = connection.statement("DELETE FROM peers WHERE id = ?1", "remove a peer")
        usernames = connection.statement(
            "SELECT username, rowid FROM usernames WHERE id = ?1 ORDER BY rowid", "read a peer's usernames")
        addUsername = connection.statement(
            "INSERT INTO usernames (id, username) VALUES (?1, ?2)", "write a peer's usernames")
        removeUsernames = connection.statement("DELETE FROM usernames WHERE id = ?1", "remove a peer's usernames")
        statements = [put, replace, remove, usernames, addUsername, removeUsernames]
    }

    func begin() {}

    func usernames(of id: Int64) throws -> [String] { try usernames.readNames { try $0.bind(1, id) } }

    func write(_ peer: PeerRecord, isRenamed: Bool) throws {
        try put.run { try peer.bind(to: $0) }
        if connection.changes == 0 { try replace.run { try peer.bind(to: $0) } }
        if !isRenamed { return }
        switch try StoredUsernames(beside: peer.usernames, { try usernames(of: peer.id) }) {
        case .same: return
        case .others: try removeUsernames.run { try $0.bind(1, peer.id) }
        case .none: break
        }
        for name in peer.usernames {
            try addUsername.run {
                try $0.bind(1, peer.id)
                try $0.bind(2, text: name)
            }
        }
    }

    func remove(_ id: Int64) throws {
        try remove.run { try $0.bind(1, id) }
        try removeUsernames.run { try $0.bind(1, id) }
    }
}
