internal import VaultSQLite

/// The rows of `peers`, and of `usernames` beside it.
///
/// A row is replaced whole where its phone number changes, and written over where not: that spares the indexes.
final class PeerTable {
    let statements: [Statement]
    private let connection: Connection
    private let byID, fromID, put, replace, remove: Statement
    private let byUsername, byPhoneNumber: (any: Statement, latest: Statement)
    private let usernames, addUsername, removeUsernames, usernameOwners, phoneNumberOwners: Statement

    init(_ connection: Connection, hasSealed: Bool) {
        self.connection = connection
        let columns =
            "p.id, p.access_hash, p.type, p.phone_number, p.last_update_on, " + (hasSealed ? "p.sealed" : "NULL")
        let latest = " ORDER BY p.last_update_on DESC, p.id DESC LIMIT 1"
        let (named, numbered) = (
            "usernames u JOIN peers p ON p.id = u.id WHERE u.username = ?1", "peers p WHERE p.phone_number = ?1"
        )
        func read(_ rest: String) -> Statement {
            connection.statement("SELECT \(columns) FROM \(rest)", "read a peer")
        }
        byID = read("peers p WHERE p.id = ?1")
        byUsername = (read(named), read(named + latest))
        byPhoneNumber = (read(numbered), read(numbered + latest))
        fromID = read("peers p WHERE p.id >= ?1 ORDER BY p.id LIMIT ?2")
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
        usernameOwners = connection.statement(
            "SELECT id FROM usernames WHERE username = ?1 AND id <> ?2", "read a username's owners")
        phoneNumberOwners = connection.statement(
            "SELECT id FROM peers WHERE phone_number = ?1 AND id <> ?2", "read a phone number's owners")
        statements = [
            byID, byUsername.any, byUsername.latest, byPhoneNumber.any, byPhoneNumber.latest, fromID, put, replace,
            remove,
            usernames, addUsername, removeUsernames, usernameOwners, phoneNumberOwners,
        ]
    }

    /// The peer that matches; of several, the one with the latest date, and of these the one with the highest id.
    ///
    /// - Parameter tokens: Whether the usernames of a sealed row are read.
    func read(_ lookup: PeerLookup, tokens: Bool) throws -> PeerRecord? {
        switch lookup {
        case .id(let id): try first(byID, tokens) { try $0.bind(1, id) }
        // An empty value is no name: rows of other programs that have it are not found by it.
        case .username(""), .phoneNumber(""): nil
        case .username(let username): try latest(byUsername, tokens, username)
        case .phoneNumber(let number): try latest(byPhoneNumber, tokens, number)
        }
    }

    /// A name has one owner, but in a file that others wrote. So the order of owners is asked for where there is a
    /// second one: SQLite would set up a sorter for each look-up, at more than the cost of all the rest.
    private func latest(
        _ statements: (any: Statement, latest: Statement), _ tokens: Bool, _ name: String
    ) throws -> PeerRecord? {
        let only: Result<PeerRecord?, any Error>? = try statements.any.use { row in
            try row.bind(1, text: name)
            guard try row.step() else { return .success(nil) }
            let first = Result { try record(row, tokens: tokens) as PeerRecord? }
            return try row.step() ? nil : first
        }
        if let only { return try only.get() }
        return try first(statements.latest, tokens) { try $0.bind(1, text: name) }
    }

    /// Everybody but the peer itself who has the name that it takes.
    func otherOwners(of claim: NameClaim, tokens: Bool) throws -> [PeerRecord] {
        let ids: [Int64] =
            switch claim.name {
            case .id, .username(""), .phoneNumber(""): []
            case .username(let username): try owners(usernameOwners, username, but: claim.peer)
            case .phoneNumber(let number): try owners(phoneNumberOwners, number, but: claim.peer)
            }
        // A username can be left of a peer that is gone.
        return try ids.compactMap { try read(.id($0), tokens: tokens) }
    }

    private func owners(_ statement: Statement, _ name: String, but peer: Int64) throws -> [Int64] {
        try statement.use { row in
            try row.bind(1, text: name)
            try row.bind(2, peer)
            var ids: [Int64] = []
            while try row.step() { ids.append(row.integer(0)) }
            return ids
        }
    }

    private func first(
        _ statement: Statement, _ tokens: Bool, _ bind: (Statement) throws -> Void
    ) throws -> PeerRecord? {
        try statement.use { row in
            try bind(row)
            return try row.step() ? try record(row, tokens: tokens) : nil
        }
    }

    /// At most `limit` peers with an id above `id`, or from the first on where it is nil, ascending.
    ///
    /// - Parameter tokens: Whether the usernames of sealed rows are read.
    /// - Throws: `SQLITE_CORRUPT` where ids do not ascend: in a damaged tree a page can be reached more than once, and
    ///   a listing that goes by ids would have no end.
    func read(after id: Int64?, limit: Int, tokens: Bool) throws -> [PeerRecord] {
        guard limit > 0, id != .max else { return [] }
        return try fromID.use { row in
            try row.bind(1, id.map { $0 + 1 } ?? .min)
            try row.bind(2, Int64(limit))
            var records: [PeerRecord] = []
            var last = id
            while try row.step() {
                let record = try record(row, tokens: tokens)
                guard row.type(0) == .integer, last.map({ $0 < record.id }) ?? true else {
                    throw SQLiteError.corrupt("read a peer")
                }
                last = record.id
                records.append(record)
            }
            return records
        }
    }

    private func record(_ row: Statement, tokens: Bool) throws -> PeerRecord {
        // Nothing else of a sealed row is anything but a token or a constant.
        if !tokens, let sealed = try row.sealed(5) {
            return PeerRecord(id: row.integer(0), accessHash: nil, type: "", date: 0, sealed: sealed)
        }
        var record = try Self.record(row)
        record.usernames = try readUsernames(record.id)
        return record
    }

    /// A row of id, access hash, type, phone number, date and bytes of a wrapping layer: the peer without usernames.
    static func record(_ row: Statement) throws -> PeerRecord {
        guard let date = try row.integer(4, or: "last_update_on") else {
            throw VaultError.invalidValue(column: "last_update_on")
        }
        return PeerRecord(
            id: row.integer(0), accessHash: try row.integer(1, or: "access_hash"), type: try peerType(row),
            usernames: [], phoneNumber: try row.text(3, "phone_number"), date: date, sealed: try row.sealed(5))
    }

    /// The family declares `type` an integer and stores words there, so a type that is a number comes back as one.
    private static func peerType(_ row: Statement) throws -> String {
        if row.type(2) == .integer { return String(row.integer(2)) }
        guard let type = try row.text(2, "type") else { throw VaultError.invalidValue(column: "type") }
        return type
    }

    /// Whether `type` comes back as it was given: SQLite makes numbers of what looks like one, "007" or "1e3" too.
    private static func isStorable(_ type: String) -> Bool {
        guard let first = type.utf8.first(where: { !(9...13).contains($0) && $0 != 32 }) else { return true }
        let startsNumber = (48...57).contains(first) || first == 43 || first == 45 || first == 46
        return !startsNumber || Int64(type).map(String.init) == type
    }

    private func readUsernames(_ id: Int64) throws -> [String] {
        try usernames.use { row in
            try row.bind(1, id)
            var names: [String] = []
            var last: Int64?
            while try row.step() {
                let place = row.integer(1)
                guard last.map({ $0 < place }) ?? true else { throw SQLiteError.corrupt("read a peer's usernames") }
                last = place
                guard let name = try row.text(0, "username") else { throw VaultError.invalidValue(column: "username") }
                names.append(name)
            }
            return names
        }
    }

    /// Puts a peer in the place of any with its id.
    func write(_ peer: PeerRecord) throws {
        guard Self.isStorable(peer.type) else { throw VaultError.unstorableValue(field: "type") }
        try put.run { try Self.bind(peer, to: $0) }
        if connection.changes == 0 { try replace.run { try Self.bind(peer, to: $0) } }
        try write(peer.usernames, of: peer.id)
    }

    private static func bind(_ peer: PeerRecord, to statement: Statement) throws {
        try statement.bind(1, peer.id)
        try statement.bind(2, peer.accessHash)
        try statement.bind(3, text: peer.type)
        try statement.bind(4, text: peer.phoneNumber)
        try statement.bind(5, peer.date)
        try peer.sealed.bindSealed(to: statement, 6)
    }

    /// The names in their bytes, or nil where another program left what is none: they are replaced then.
    private func storedNames(_ id: Int64) throws -> [ExactText]? {
        do {
            return try readUsernames(id).map(ExactText.init)
        } catch VaultError.invalidValue {
            return nil
        }
    }

    /// Names that have not changed are not written: two indexes would be written with them.
    private func write(_ names: [String], of id: Int64) throws {
        let stored = try storedNames(id)
        if stored == names.map(ExactText.init) { return }
        if stored?.isEmpty != true { try removeUsernames.run { try $0.bind(1, id) } }
        for name in names {
            try addUsername.run {
                try $0.bind(1, id)
                try $0.bind(2, text: name)
            }
        }
    }

    /// Removes a peer and its usernames.
    func remove(_ id: Int64) throws {
        try remove.run { try $0.bind(1, id) }
        try removeUsernames.run { try $0.bind(1, id) }
    }
}
