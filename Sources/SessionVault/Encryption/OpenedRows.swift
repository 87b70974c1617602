internal import Synchronization
internal import VaultLock
internal import VaultSodium

/// Sealed rows that were opened, so that who asks for one again waits for no engine and no cipher.
///
/// They lie here in the plain form of a row, in ordinary memory, and are wiped when others take their place, when they
/// change, and when the keys that opened them go. It is for engines that nobody else writes to: what is changed past it is
/// not seen.
final class OpenedRows: Sendable {
    /// How many one vault keeps at the most: of an ordinary size, some 5 MB.
    static let capacity = 16_384
    /// How many peers are kept when they are asked for the first time. Beyond that it takes a second time: who goes
    /// through more peers than there is room for would have one take the other's place for nothing.
    static let freely = capacity * 3 / 4
    /// The longest sealed row that is kept, in bytes: an ordinary one has less than 300.
    static let longest = 512
    /// How many all vaults of the process keep together, but for a few of each.
    fileprivate static let most = 2 * capacity
    fileprivate static let few = 64
    fileprivate static let total = Atomic(0)

    /// What is needed to keep a row: that nothing was changed since the engine was asked for it.
    struct Ticket {
        fileprivate let generation: UInt64
        fileprivate let losses: ConnectionLosses
    }

    fileprivate struct Row {
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

    fileprivate struct Owner {
        var id: Int64
        /// Whether nobody else has the name.
        var isOnly: Bool
    }

    fileprivate struct State {
        var rows: [Row] = []
        /// Of peers, by their ids.
        var places: [Int64: Int] = [:]
        /// Of update states.
        var statePlaces: [Int64: Int] = [:]
        /// Where names led to, by their hashes: a name would have to be wiped, and a `String` cannot be. The row has to
        /// have the name.
        var names: [Int: Owner] = [:]
        var seen = SeenIDs()
        var empty: [Int] = []
        /// The next to go where there is no room.
        var oldest = 0
        var generation: UInt64 = 0
        var writers = 0
        /// What the engine had lost when it was asked last.
        var losses: UInt64 = 0
    }

    private let state = Lock(State())

    deinit {
        // In a forked child, another thread of the parent may have it for ever; nobody else can here.
        state.withLockIfAvailable { state in
            for place in state.rows.indices { state.rows[place].wipe() }
            Self.total.subtract(state.rows.count, ordering: .relaxed)
        }
    }

    /// The peer that a look-up finds, or nil and what to keep it with that the engine finds.
    func peer(_ lookup: PeerLookup, of losses: ConnectionLosses) -> (peer: PeerRecord?, ticket: Ticket?) {
        state.withLock { state in
            state.follow(losses)
            if let peer = state.peer(lookup) { return (peer, nil) }
            return (nil, state.ticket(losses))
        }
    }

    /// As ``peer(_:of:)``, for several.
    func peers(_ lookups: [PeerLookup], of losses: ConnectionLosses) -> (peers: [PeerRecord?], ticket: Ticket?) {
        state.withLock { state in
            state.follow(losses)
            return (lookups.map { state.peer($0) }, state.ticket(losses))
        }
    }

    /// Whether nothing was changed since the ticket was given.
    func isCurrent(_ ticket: Ticket) -> Bool { state.withLock { $0.isCurrent(ticket) } }

    /// Keeps a row that was opened, unless something was changed since its ticket was given.
    func keep(_ row: (bytes: [UInt8], plain: Range<Int>), of id: Int64, foundBy lookup: PeerLookup, _ ticket: Ticket) {
        guard row.bytes.count <= Self.longest else { return }
        state.withLock { state in
            guard state.isCurrent(ticket) else { return }
            guard state.places.count < Self.freely || state.places[id] != nil || state.seen.insert(id) else { return }
            if let name = lookup.nameHash, state.names[name]?.id != id { state.setOwner(of: name, id, isOnly: false) }
            guard state.places[id] == nil else { return }
            let place = state.makePlace()
            state.rows[place] = Row(subject: .peer(id), bytes: row.bytes, plain: row.plain)
            state.places[id] = place
        }
    }

    /// Those claims of which it is not known that nobody else has the name, and what to note that with.
    func unproven(_ claims: [NameClaim], of losses: ConnectionLosses) -> (claims: [Int], ticket: Ticket?) {
        state.withLock { state in
            state.follow(losses)
            return (claims.indices.filter { !state.isOnlyOwner(claims[$0]) }, state.ticket(losses))
        }
    }

    /// Notes that nobody else has these names, unless something was changed since the ticket was given. Of a peer that is
    /// not kept it would be of no use.
    func noteOnlyOwners(_ claims: [NameClaim], _ ticket: Ticket) {
        state.withLock { state in
            guard state.isCurrent(ticket) else { return }
            for claim in claims where state.places[claim.peer] != nil {
                claim.name.nameHash.map { state.setOwner(of: $0, claim.peer, isOnly: true) }
            }
        }
    }

    /// The states with these ids, as far as they are kept, and what to keep the others with.
    func updateStates(
        _ ids: [Int64], of losses: ConnectionLosses
    ) -> (states: [UpdateStateRecord], missing: [Int64], ticket: Ticket?) {
        state.withLock { state in
            state.follow(losses)
            let kept = ids.compactMap { state.updateState($0) }
            let missing = kept.count == ids.count ? [] : ids.filter { state.statePlaces[$0] == nil }
            return (kept, missing, state.ticket(losses))
        }
    }

    /// Keeps states that were opened, unless something was changed since their ticket was given.
    func keep(_ states: [UpdateStateRecord], _ ticket: Ticket) {
        state.withLock { state in
            guard state.isCurrent(ticket) else { return }
            for new in states { state.keep(new) }
        }
    }

    /// Runs `body`, which makes the changes; what they may change is forgotten, and nothing is kept meanwhile. A state
    /// that they leave is kept when it is done, unless somebody else was changing something too.
    func whileChanging(_ changes: [StorageChange], _ body: () async throws -> Void) async rethrows {
        let start = state.withLock { state in
            state.writers += 1
            for change in changes { state.forget(change) }
            return state.generation
        }
        var isDone = false
        defer {
            state.withLock { state in
                state.writers -= 1
                if isDone, state.writers == 0, state.generation == start {
                    for change in changes { state.noteDone(change) }
                }
                state.generation += 1
            }
        }
        try await body()
        isDone = true
    }
}

extension OpenedRows.State {
    fileprivate func ticket(_ losses: ConnectionLosses) -> OpenedRows.Ticket? {
        writers == 0 ? OpenedRows.Ticket(generation: generation, losses: losses) : nil
    }

    fileprivate mutating func isCurrent(_ ticket: OpenedRows.Ticket) -> Bool {
        follow(ticket.losses)
        return writers == 0 && generation == ticket.generation
    }

    /// Forgets everything where the engine has lost something since.
    fileprivate mutating func follow(_ losses: ConnectionLosses) {
        let count = losses.count
        guard count != self.losses else { return }
        for id in places.keys { forget(peer: id) }
        for id in statePlaces.keys { forget(updateState: id) }
        names.removeAll()
        generation += 1
        self.losses = count
    }

    fileprivate func peer(_ lookup: PeerLookup) -> PeerRecord? {
        let id: Int64? = if case .id(let id) = lookup { id } else { lookup.nameHash.flatMap { names[$0]?.id } }
        guard let id, let place = places[id], let peer = try? PeerRecord(row: rows[place].bytes, rows[place].plain),
            peer.isFound(by: lookup)
        else { return nil }
        return peer
    }

    fileprivate func updateState(_ id: Int64) -> UpdateStateRecord? {
        guard let place = statePlaces[id] else { return nil }
        let row = rows[place]
        return try? UpdateStateRecord(row: row.bytes.span, row.plain)
    }

    /// Where the peer is kept with that name: then it is the one that was found to be the only one.
    fileprivate func isOnlyOwner(_ claim: NameClaim) -> Bool {
        guard let name = claim.name.nameHash, let owner = names[name], owner.isOnly, owner.id == claim.peer else {
            return false
        }
        return peer(claim.name) != nil
    }

    fileprivate mutating func setOwner(of name: Int, _ id: Int64, isOnly: Bool) {
        if names.count >= 2 * max(rows.count, OpenedRows.few) { names.removeAll() }
        names[name] = OpenedRows.Owner(id: id, isOnly: isOnly)
    }

    /// A place for one row more.
    fileprivate mutating func makePlace() -> Int {
        if let place = empty.popLast() { return place }
        let hasRoom =
            rows.count < OpenedRows.few
            || rows.count < OpenedRows.capacity && OpenedRows.total.load(ordering: .relaxed) < OpenedRows.most
        guard !hasRoom else {
            OpenedRows.total.add(1, ordering: .relaxed)
            rows.append(OpenedRows.Row())
            return rows.count - 1
        }
        let place = oldest
        oldest = (place + 1) % rows.count
        clear(place)
        return place
    }

    private mutating func clear(_ place: Int) {
        switch rows[place].subject {
        case .peer(let id): places[id] = nil
        case .updateState(let id): statePlaces[id] = nil
        case nil: break
        }
        rows[place].wipe()
    }

    fileprivate mutating func forget(_ change: StorageChange) {
        switch change {
        case .setPeer(let peer):
            forget(peer: peer.id)
            // It may be another's from here on.
            for name in peer.usernames { PeerLookup.username(name).nameHash.map { names[$0] = nil } }
            peer.phoneNumber.map { number in PeerLookup.phoneNumber(number).nameHash.map { names[$0] = nil } }
        case .removePeer(let id): forget(peer: id)
        case .setUpdateState(let state): forget(updateState: state.id)
        case .removeUpdateState(let id): forget(updateState: id)
        }
    }

    /// What is known of a change that was made, after those before it.
    fileprivate mutating func noteDone(_ change: StorageChange) {
        switch change {
        case .setUpdateState(let state): keep(state)
        case .removeUpdateState(let id): forget(updateState: id)
        case .setPeer, .removePeer: break
        }
    }

    fileprivate mutating func keep(_ state: UpdateStateRecord) {
        forget(updateState: state.id)
        let place = makePlace()
        let bytes = state.encodedRow()
        rows[place] = OpenedRows.Row(subject: .updateState(state.id), bytes: bytes, plain: bytes.indices)
        statePlaces[state.id] = place
    }

    private mutating func forget(peer id: Int64) { places[id].map { free($0) } }

    private mutating func forget(updateState id: Int64) { statePlaces[id].map { free($0) } }

    private mutating func free(_ place: Int) {
        clear(place)
        empty.append(place)
    }
}

extension PeerLookup {
    /// Of the canonical form; nil for an id, and for what has none.
    fileprivate var nameHash: Int? {
        switch self {
        case .id: nil
        case .username(let name): CanonicalForm.username(name).map { Self.hash($0, kind: 1) }
        case .phoneNumber(let number): CanonicalForm.phoneNumber(number).map { Self.hash($0, kind: 2) }
        }
    }

    /// Of the bytes: a `String` has one hash for the two ways to write é, which are two names.
    private static func hash(_ name: String, kind: UInt8) -> Int {
        var hasher = Hasher()
        hasher.combine(kind)
        let bytes = name.utf8Span.span
        for index in bytes.indices { hasher.combine(bytes[index]) }
        return hasher.finalize()
    }
}
