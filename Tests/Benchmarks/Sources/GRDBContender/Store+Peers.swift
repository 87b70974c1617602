import GRDB
import Support

/// With `read`, as GRDB's documentation has clients do it. On a queue it sets `PRAGMA query_only` before and after, whereupon
/// SQLite compiles all prepared statements anew (OP_Expire), also those that GRDB caches.
extension Store {
    private static let columns = "p.id, p.access_hash, p.type, p.phone_number"
    private static let latest = "ORDER BY p.last_update_on DESC, p.id DESC LIMIT 1"

    func peer(id: Int64) async throws -> Peer? {
        try await queue.read { db in
            try Peer.first(db, db.cachedStatement(sql: "SELECT \(Self.columns) FROM peers p WHERE p.id = ?"), [id])
        }
    }

    func peer(username: String) async throws -> Peer? {
        try await queue.read { db in
            try Peer.first(
                db,
                db.cachedStatement(
                    sql: """
                        SELECT \(Self.columns) FROM usernames u JOIN peers p ON p.id = u.id WHERE u.username = ? \
                        \(Self.latest)
                        """),
                [username])
        }
    }

    func peer(phoneNumber: String) async throws -> Peer? {
        try await queue.read { db in
            try Peer.first(
                db,
                db.cachedStatement(
                    sql: "SELECT \(Self.columns) FROM peers p WHERE p.phone_number = ? \(Self.latest)"),
                [phoneNumber])
        }
    }

    func update(_ peers: [Peer]) async throws {
        let date = Self.now()
        try await queue.write { db in for peer in peers { try peer.write(db, at: date) } }
    }

    func writePeers(_ count: Int) async throws {
        for numbers in Batches.inOrder(count) { try await update(numbers.map { Peer(numbered: $0) }) }
    }

    /// Whether the peer is stored as it was at that version.
    func hasPeer(numbered number: Int, version: Int = 0) async throws -> Bool {
        let peer = Peer(numbered: number, version: version)
        return try await self.peer(id: peer.id) == peer
    }
}
