internal import Synchronization
internal import VaultSodium

/// What is kept of opened rows: where they lie, and which of them goes when there is no room for another.
struct KeptRows {
    /// How many one vault keeps at the most: of an ordinary size, some 5 MB.
    static let capacity = 16_384
    /// How many peers are kept when they are asked for the first time. Beyond that it takes a second time: who goes
    /// through more peers than there is room for would have one take the other's place for nothing.
    static let freely = capacity * 3 / 4
    /// The longest sealed row that is kept, in bytes: an ordinary one has less than 300.
    private static let longest = 512
    /// How many all vaults of the process keep together, but for a few of each.
    private static let most = 2 * capacity
    private static let few = 64
    /// How many names are kept for each row at the most: nearly all peers have one or two, and a phone number.
    private static let namesOfEach = 4
    private static let total = Atomic(0)

    private struct Row {
        /// What it is of, by its id.
        enum Subject {
            case peer(Int64)
            case updateState(Int64)
        }

        var subject: Subject?
        var bytes: [UInt8] = []
        var plain = 0..<0

        mutating func wipe() {
            var span = bytes.mutableSpan
            Sodium.wipe(&span)
            self = Row()
        }
    }

    private struct Owner {
        var id: Int64
        /// Whether nobody else has the name.
        var isOnly: Bool
    }

    private var rows: [Row] = []
    /// Of peers, by their ids.
    private var peers: [Int64: Int] = [:]
    private var updateStates: [Int64: Int] = [:]
    /// Where names led to, by their hashes: a name would have to be wiped, and a `String` cannot be. The row has to have
    /// the name.
    private var names: [Int: Owner] = [:]
    private var seen = SeenIDs()
    private var empty: [Int] = []
    /// The next to go where there is no room.
    private var oldest = 0
}

// What is found.
extension KeptRows {
    func peer(_ lookup: PeerLookup) -> PeerRecord? {
        let id: Int64? = if case .id(let id) = lookup { id } else { lookup.nameHash.flatMap { names[$0]?.id } }
        guard let id, let peer = peer(id: id), peer.isFound(by: lookup) else { return nil }
        return peer
    }

    func peers(_ lookups: [PeerLookup]) -> [PeerRecord?] { lookups.map { peer($0) } }

    private func peer(id: Int64) -> PeerRecord? {
        guard let place = peers[id] else { return nil }
        return try? PeerRecord(row: rows[place].bytes, rows[place].plain)
    }

    func updateState(_ id: Int64) -> UpdateStateRecord? {
        guard let place = updateStates[id] else { return nil }
        let row = rows[place]
        return try? UpdateStateRecord(row: row.bytes.span, row.plain)
    }

    /// Those claims of which it is not known that nobody else has the name. It is known where the peer is kept with that
    /// name: then it is the one that was found to be the only one.
    func unproven(_ claims: [NameClaim]) -> [Int] {
        var peer: PeerRecord?
        return claims.indices.filter { index in
            guard let owner = names[claims[index].nameHash], owner.isOnly, owner.id == claims[index].peer else {
                return true
            }
            let claim = claims[index]
            // Those of one peer come one after the other.
            if peer?.id != claim.peer { peer = self.peer(id: claim.peer) }
            return peer?.isFound(by: claim.name) != true
        }
    }
}

// What is kept.
extension KeptRows {
    mutating func keep(_ row: (bytes: [UInt8], plain: Range<Int>), of id: Int64, foundBy lookup: PeerLookup) {
        guard row.bytes.count <= Self.longest,
            peers.count < Self.freely || peers[id] != nil || seen.insert(id)
        else { return }
        if let name = lookup.nameHash, names[name]?.id != id { setOwner(of: name, id, isOnly: false) }
        guard peers[id] == nil else { return }
        peers[id] = put(Row(subject: .peer(id), bytes: row.bytes, plain: row.plain))
    }

    /// Notes that nobody else has a name. Of a peer that is not kept it would be of no use.
    mutating func noteOnlyOwner(_ claim: NameClaim) {
        guard peers[claim.peer] != nil, claim.nameHash != 0 else { return }
        setOwner(of: claim.nameHash, claim.peer, isOnly: true)
    }

    private mutating func keep(_ peer: PeerRecord) {
        guard let bytes = try? peer.encodedRow(), bytes.count <= Self.longest else { return }
        peers[peer.id] = put(Row(subject: .peer(peer.id), bytes: bytes, plain: bytes.indices))
    }

    mutating func keep(_ state: UpdateStateRecord) {
        _ = forget(updateState: state.id)
        let bytes = state.encodedRow()
        updateStates[state.id] = put(Row(subject: .updateState(state.id), bytes: bytes, plain: bytes.indices))
    }

    private mutating func setOwner(of name: Int, _ id: Int64, isOnly: Bool) {
        if names.count >= Self.namesOfEach * max(rows.count, Self.few) { names.removeAll() }
        names[name] = Owner(id: id, isOnly: isOnly)
    }

    /// Its place.
    private mutating func put(_ row: Row) -> Int {
        let place = makePlace()
        rows[place] = row
        return place
    }

    private mutating func makePlace() -> Int {
        if let place = empty.popLast() { return place }
        let hasRoom =
            rows.count < Self.few || rows.count < Self.capacity && Self.total.load(ordering: .relaxed) < Self.most
        guard !hasRoom else {
            Self.total.add(1, ordering: .relaxed)
            rows.append(Row())
            return rows.count - 1
        }
        let place = oldest
        oldest = (place + 1) % rows.count
        clear(place)
        return place
    }
}

// What is forgotten.
extension KeptRows {
    /// What a change that is about to be made may make untrue.
    ///
    /// - Returns: Whether what it changes was kept.
    mutating func forget(_ change: StorageChange) -> Bool {
        switch change {
        case .setPeer(let peer):
            if !names.isEmpty {
                for name in peer.usernames { forget(.username(name), of: peer.id) }
                if let number = peer.phoneNumber { forget(.phoneNumber(number), of: peer.id) }
            }
            return forget(peer: peer.id)
        case .removePeer(let id): return forget(peer: id)
        case .setUpdateState(let state): return forget(updateState: state.id)
        case .removeUpdateState(let id): return forget(updateState: id)
        }
    }

    /// A name may be another's from here on; one that was this peer's alone stays that.
    private mutating func forget(_ name: PeerLookup, of id: Int64) {
        guard let hash = name.nameHash, let owner = names[hash], owner.id != id else { return }
        names[hash] = nil
    }

    /// What is known of a change that was made, after those before it. A peer that nobody has asked for is not kept.
    mutating func noteDone(_ change: StorageChange, wasKept: Bool) {
        switch change {
        case .setUpdateState(let state): keep(state)
        case .removeUpdateState(let id): _ = forget(updateState: id)
        case .setPeer(let peer):
            // Of several changes the first one was told that it was.
            if forget(peer: peer.id) || wasKept { keep(peer) }
        case .removePeer(let id): _ = forget(peer: id)
        }
    }

    mutating func forgetAll() {
        for id in peers.keys { _ = forget(peer: id) }
        for id in updateStates.keys { _ = forget(updateState: id) }
        names.removeAll()
    }

    /// Wipes everything, and counts for nothing from here on.
    mutating func end() {
        for place in rows.indices { rows[place].wipe() }
        Self.total.subtract(rows.count, ordering: .relaxed)
        self = KeptRows()
    }

    private mutating func forget(peer id: Int64) -> Bool { peers[id].map { free($0) } != nil }

    private mutating func forget(updateState id: Int64) -> Bool { updateStates[id].map { free($0) } != nil }

    private mutating func free(_ place: Int) {
        clear(place)
        empty.append(place)
    }

    private mutating func clear(_ place: Int) {
        switch rows[place].subject {
        case .peer(let id): peers[id] = nil
        case .updateState(let id): updateStates[id] = nil
        case nil: break
        }
        rows[place].wipe()
    }
}
