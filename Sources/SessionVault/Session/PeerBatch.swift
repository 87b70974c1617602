/// Updates of peers, merged with the rows that are stored, as if each were made after the other.
///
/// One value type holds every row that an update can touch, so the outcome is one batch of changes for the storage: who
/// takes a username or phone number takes it from the former owner's row in that batch.
struct PeerBatch {
    /// A value that belongs to one peer at a time.
    enum Name: Hashable {
        case username(ExactText)
        case phoneNumber(ExactText)

        var lookup: PeerLookup {
            switch self {
            case .username(let name): .username(name.text)
            case .phoneNumber(let number): .phoneNumber(number.text)
            }
        }
    }

    private let updates: [PeerRecord]
    private var stored: [Int64: PeerRecord] = [:]
    private var rows: [Int64: PeerRecord] = [:]
    private var owners: [Name: Set<Int64>] = [:]

    init(_ updates: [PeerRecord]) { self.updates = updates }

    /// What has to be known of the storage: the peers themselves, and who has the names that they take.
    var lookups: [PeerLookup] {
        var seen: Set<Int64> = []
        let ids = updates.map(\.id).filter { seen.insert($0).inserted }
        return ids.map { .id($0) } + claims.keys.map(\.lookup)
    }

    /// Takes in a row that is stored.
    mutating func add(_ row: PeerRecord) {
        guard stored[row.id] == nil else { return }
        stored[row.id] = row
        put(row)
    }

    /// Names that an owner would lose to another. In a file that others wrote a name can have several owners, of which
    /// a look-up gives one.
    var contested: Set<Name> {
        Set(claims.filter { name, claimants in owners[name, default: []].union(claimants).count > 1 }.keys)
    }

    /// The changes that make every update, in an order in which nobody takes a name before its owner has let go of it.
    mutating func changes(at now: Int64) -> [StorageChange] {
        for update in updates { take(update) }
        var ids: Set<Int64> = []
        let updated = updates.map(\.id).filter { ids.insert($0).inserted }
        let stripped = rows.keys.filter { !ids.contains($0) }.sorted()
        return (stripped + updated).compactMap { id in
            guard let row = rows[id] else { return nil }
            if let old = stored[id], row.hasValues(of: old), old.isFresh(at: now) || !ids.contains(id) { return nil }
            return .setPeer(row)
        }
    }

    private var claims: [Name: Set<Int64>] {
        var claims: [Name: Set<Int64>] = [:]
        for update in updates {
            for name in update.names { claims[name, default: []].insert(update.id) }
        }
        return claims
    }

    private mutating func take(_ update: PeerRecord) {
        for name in update.names {
            for owner in owners[name, default: []] where owner != update.id { strip(name, from: owner) }
        }
        var row = update
        row.accessHash = update.accessHash ?? rows[update.id]?.accessHash
        row.phoneNumber = update.phoneNumber ?? rows[update.id]?.phoneNumber
        put(row)
    }

    /// Who has the name after the changes; nil where nobody is known.
    func owner(of name: Name) -> Int64? { owners[name]?.first }

    private mutating func strip(_ name: Name, from owner: Int64) {
        if let row = rows[owner]?.without(name) { put(row) }
    }

    private mutating func put(_ row: PeerRecord) {
        for name in rows[row.id]?.names ?? [] { owners[name]?.remove(row.id) }
        for name in row.names { owners[name, default: []].insert(row.id) }
        rows[row.id] = row
    }
}

extension PeerRecord {
    /// The row without the name; nil where it has it not.
    func without(_ name: PeerBatch.Name) -> PeerRecord? {
        guard names.contains(name) else { return nil }
        var row = self
        switch name {
        case .username(let username): row.usernames.removeAll { ExactText($0) == username }
        case .phoneNumber: row.phoneNumber = nil
        }
        row.sealed = nil
        return row
    }

    /// What belongs to this peer alone.
    var names: [PeerBatch.Name] {
        usernames.map { .username(ExactText($0)) } + (phoneNumber.map { [.phoneNumber(ExactText($0))] } ?? [])
    }
}
