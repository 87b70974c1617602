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
    var lookups: [PeerLookup] { peers + claims.keys.map(\.lookup) }

    /// The peers themselves.
    var peers: [PeerLookup] {
        var seen = Set<Int64>(minimumCapacity: updates.count)
        return updates.compactMap { seen.insert($0.id).inserted ? .id($0.id) : nil }
    }

    /// Each name that a peer takes.
    var nameClaims: [NameClaim] {
        var claims: [NameClaim] = []
        claims.reserveCapacity(3 * updates.count)
        for update in updates {
            for name in update.usernames { claims.append(NameClaim(name: .username(name), peer: update.id)) }
            if let number = update.phoneNumber {
                claims.append(NameClaim(name: .phoneNumber(number), peer: update.id))
            }
        }
        return claims
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

    /// Whether each peer is in it once, and each name, which are told by their hashes: of those that have the same one
    /// they may still be two.
    ///
    /// - Parameter claims: ``nameClaims``.
    func hasNoRepetition(_ claims: [NameClaim]) -> Bool {
        updates.map(\.id).areDistinct && claims.map(\.nameHash).areDistinct
    }

    /// The changes of a batch that has no repetition, where nobody else has a name that its peers take: each is merged
    /// with its own row, and no other row is touched.
    ///
    /// - Parameter rows: For each of ``peers``, what is stored.
    func uncontestedChanges(to rows: [PeerRecord?], at now: Int64) -> [StorageChange] {
        var changes: [StorageChange] = []
        changes.reserveCapacity(updates.count)
        for index in updates.indices {
            guard let old = rows[index] else {
                changes.append(.setPeer(updates[index]))
                continue
            }
            let row = updates[index].keeping(old)
            if !row.hasValues(of: old) || !old.isFresh(at: now) { changes.append(.setPeer(row)) }
        }
        return changes
    }

    /// The ids of those updates of a batch that has no repetition whose usernames are stored already.
    ///
    /// - Parameter rows: For each of ``peers``, what is stored.
    func unrenamed(beside rows: [PeerRecord?]) -> Set<Int64> {
        var ids: Set<Int64> = []
        for index in updates.indices {
            if let old = rows[index], updates[index].hasUsernames(of: old) { ids.insert(old.id) }
        }
        return ids
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
        put(update.keeping(rows[update.id]))
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

extension Array where Element: FixedWidthInteger {
    fileprivate var areDistinct: Bool {
        let sorted = sorted()
        return sorted.indices.dropFirst().allSatisfy { sorted[$0 - 1] != sorted[$0] }
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

    /// An update with what it does not say and the stored row does.
    fileprivate func keeping(_ stored: PeerRecord?) -> PeerRecord {
        guard let stored, accessHash == nil || phoneNumber == nil else { return self }
        var row = self
        row.accessHash = accessHash ?? stored.accessHash
        row.phoneNumber = phoneNumber ?? stored.phoneNumber
        return row
    }

    /// What belongs to this peer alone.
    var names: [PeerBatch.Name] {
        usernames.map { .username(ExactText($0)) } + (phoneNumber.map { [.phoneNumber(ExactText($0))] } ?? [])
    }
}
