internal import VaultSQLite

/// What writes the rows of `peers`, and of `usernames` beside it, in one of the layouts that there are of them.
protocol PeerWriting: AnyObject {
    var statements: [Statement] { get }

    /// Before the peers of a batch are written.
    func begin()

    /// Puts a peer in the place of any with its id.
    ///
    /// - Parameter isRenamed: False where it is stored with the same usernames.
    func write(_ peer: PeerRecord, isRenamed: Bool) throws

    /// Removes a peer and its usernames.
    func remove(_ id: Int64) throws

    /// The usernames of a peer, in their order.
    func usernames(of id: Int64) throws -> [String]
}

/// What is stored where a peer's usernames go. Names that have not changed are not written: indexes would be written
/// with them.
enum StoredUsernames {
    case none, same, others

    /// - Parameter read: Gives what is stored. Where another program left what is no name, they are others.
    init(beside names: [String], _ read: () throws -> [String]) throws {
        do {
            let stored = try read()
            let isSame = stored.elementsEqual(names) { ExactText($0) == ExactText($1) }
            self = isSame ? .same : stored.isEmpty ? .none : .others
        } catch VaultError.invalidValue {
            self = .others
        }
    }
}

extension PeerRecord {
    /// As id, access hash, type, phone number, date and bytes of a wrapping layer.
    func bind(to statement: Statement) throws {
        try statement.bind(1, id)
        try statement.bind(2, accessHash)
        try statement.bind(3, text: type)
        try statement.bind(4, text: phoneNumber)
        try statement.bind(5, date)
        try sealed.bindSealed(to: statement, 6)
    }
}

extension Statement {
    /// All usernames that it gives, beside which are their places, which ascend.
    func readNames(_ bind: (Statement) throws -> Void) throws -> [String] {
        try use { row in
            try bind(row)
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
}
