import GRDB
import Support

/// A whole peer, as a client gets it.
struct Peer: Sendable, Equatable {
    var id: Int64
    var accessHash: Int64?
    var type: String
    var phoneNumber: String?
    var usernames: [String]

    init(numbered number: Int, version: Int = 0) {
        let peer = NumberedPeer(number)
        id = peer.id
        accessHash = peer.accessHash(version: version)
        type = "user"
        phoneNumber = peer.phoneNumber
        usernames = peer.usernames
    }

    /// The first one that the statement finds, with its usernames.
    static func first(_ db: Database, _ statement: Statement, _ arguments: StatementArguments) throws -> Peer? {
        guard var peer = try Peer.fetchOne(statement, arguments: arguments) else { return nil }
        peer.usernames = try names(of: peer.id, db)
        return peer
    }

    private static func names(of id: Int64, _ db: Database) throws -> [String] {
        let select = try db.cachedStatement(sql: "SELECT username FROM usernames WHERE id = ? ORDER BY rowid")
        return try String.fetchAll(select, arguments: [id])
    }

    /// pyrotgfork's statements, but for names that have not changed: they are left as they are, as the library does.
    func write(_ db: Database, at date: Int64) throws {
        let replace = try db.cachedStatement(
            sql: """
                REPLACE INTO peers (id, access_hash, type, phone_number, last_update_on) VALUES (?, ?, ?, ?, ?)
                """)
        try replace.execute(arguments: [id, accessHash, type, phoneNumber, date])
        if try Self.names(of: id, db) == usernames { return }
        try db.cachedStatement(sql: "DELETE FROM usernames WHERE id = ?").execute(arguments: [id])
        let add = try db.cachedStatement(sql: "INSERT INTO usernames (id, username) VALUES (?, ?)")
        for username in usernames { try add.execute(arguments: [id, username]) }
    }
}

/// By the columns' places, which is GRDB's fastest way.
extension Peer: FetchableRecord {
    init(row: Row) { (id, accessHash, type, phoneNumber, usernames) = (row[0], row[1], row[2], row[3], []) }
}
