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

    /// The first row that the statement gives: id, access hash, type and phone number, by their places, which is GRDB's
    /// fastest way.
    init?(_ db: Database, _ statement: Statement, _ arguments: StatementArguments) throws {
        guard let row = try Row.fetchCursor(statement, arguments: arguments).next() else { return nil }
        (id, accessHash, type, phoneNumber) = (row[0], row[1], row[2], row[3])
        let names = try db.cachedStatement(sql: "SELECT username FROM usernames WHERE id = ? ORDER BY rowid")
        usernames = try String.fetchAll(names, arguments: [id])
    }

    /// pyrotgfork's statements, but for names that have not changed: they are left as they are, as the library does.
    func write(_ db: Database, at date: Int64) throws {
        let replace = try db.cachedStatement(
            sql: """
                REPLACE INTO peers (id, access_hash, type, phone_number, last_update_on) VALUES (?, ?, ?, ?, ?)
                """)
        try replace.execute(arguments: [id, accessHash, type, phoneNumber, date])
        let names = try db.cachedStatement(sql: "SELECT username FROM usernames WHERE id = ? ORDER BY rowid")
        if try String.fetchAll(names, arguments: [id]) == usernames { return }
        try db.cachedStatement(sql: "DELETE FROM usernames WHERE id = ?").execute(arguments: [id])
        let add = try db.cachedStatement(sql: "INSERT INTO usernames (id, username) VALUES (?, ?)")
        for username in usernames { try add.execute(arguments: [id, username]) }
    }
}
