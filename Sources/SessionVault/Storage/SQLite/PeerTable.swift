internal import VaultSQLite

/// The rows of `peers`, and of `usernames` beside it.
final class PeerTable {
    let statements: [Statement]
    private let byID, fromID: Statement
    private let byUsername, byPhoneNumber: (any: Statement, latest: Statement)
    private let usernameOwners, phoneNumberOwners: Statement
    private let writing: any PeerWriting

    init(_ connection: Connection, _ sealed: SealedLayout) {
        let columns =
            "p.id, p.access_hash, p.type, p.phone_number, p.last_update_on, "
            + (sealed == .none ? "NULL" : "p.sealed")
        let latest = " ORDER BY p.last_update_on DESC, p.id DESC LIMIT 1"
        let number = NumberedTables.number
        let owner = sealed == .numbered ? "p.\(number) = u.\(number) >> 8" : "p.id = u.id"
        let (named, numbered) = (
            "usernames u JOIN peers p ON \(owner) WHERE u.username = ?1", "peers p WHERE p.phone_number = ?1"
        )
        func read(_ rest: String) -> Statement {
            connection.statement("SELECT \(columns) FROM \(rest)", "read a peer")
        }
        byID = read("peers p WHERE p.id = ?1")
        byUsername = (read(named), read(named + latest))
        byPhoneNumber = (read(numbered), read(numbered + latest))
        fromID = read("peers p WHERE p.id >= ?1 ORDER BY p.id LIMIT ?2")
        usernameOwners = connection.statement(
            "SELECT id FROM usernames WHERE username = ?1 AND id <> ?2", "read a username's owners")
        phoneNumberOwners = connection.statement(
            "SELECT id FROM peers WHERE phone_number = ?1 AND id <> ?2", "read a phone number's owners")
        writing =
            sealed == .numbered ? NumberedPeers(connection) : FamilyPeers(connection, hasSealed: sealed != .none)
        statements =
            [
                byID, byUsername.any, byUsername.latest, byPhoneNumber.any, byPhoneNumber.latest, fromID,
                usernameOwners, phoneNumberOwners,
            ] + writing.statements
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
            case .id: []
            case .username(let username): try owners(usernameOwners, username, but: claim.peer)
            case .phoneNumber(let number): try owners(phoneNumberOwners, number, but: claim.peer)
            }
        // A username can be left of a peer that is gone.
        return ids.isEmpty ? [] : try ids.compactMap { try read(.id($0), tokens: tokens) }
    }

    private func owners(_ statement: Statement, _ name: String, but peer: Int64) throws -> [Int64] {
        // An empty name has no owner.
        if name.isEmpty { return [] }
        return try statement.use { row in
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
            return PeerRecord(id: try Self.id(row), accessHash: nil, type: "", date: 0, sealed: sealed)
        }
        var record = try Self.record(row)
        record.usernames = try writing.usernames(of: record.id)
        return record
    }

    /// A row of id, access hash, type, phone number, date and bytes of a wrapping layer: the peer without usernames.
    static func record(_ row: Statement) throws -> PeerRecord {
        guard let date = try row.integer(4, or: "last_update_on") else {
            throw VaultError.invalidValue(column: "last_update_on")
        }
        return PeerRecord(
            id: try id(row), accessHash: try row.integer(1, or: "access_hash"), type: try peerType(row),
            usernames: [], phoneNumber: try row.text(3, "phone_number"), date: date, sealed: try row.sealed(5))
    }

    /// Where the peers are numbered, nothing but the column's type makes an integer of it.
    private static func id(_ row: Statement) throws -> Int64 {
        guard let id = try row.integer(0, or: "id") else { throw VaultError.invalidValue(column: "id") }
        return id
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

    /// Before the peers of a batch are written.
    func beginWriting() { writing.begin() }

    /// Puts a peer in the place of any with its id.
    ///
    /// - Parameter isRenamed: False where it is stored with the same usernames.
    func write(_ peer: PeerRecord, isRenamed: Bool = true) throws {
        guard Self.isStorable(peer.type) else { throw VaultError.unstorableValue(field: "type") }
        try writing.write(peer, isRenamed: isRenamed)
    }

    /// Removes a peer and its usernames.
    func remove(_ id: Int64) throws { try writing.remove(id) }
}
