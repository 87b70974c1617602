/// Brings the rows of a vault in transition under seal, rewrites and searches what they were kept in, and ends the
/// transition.
///
/// It begins where it finds things: a plain row is sealed, a sealed one is left. So it can be interrupted anywhere and
/// run again.
struct SealingMigration {
    let base: any Storage
    let vault: UnlockedVault

    private static let page = 500

    /// - Returns: What was searched for and found, or nil where the engine cannot tell.
    func run() async throws -> RemnantReport? {
        if let keys = vault.rowKeys {
            try await sealPeers(with: keys)
            try await sealUpdateStates(with: keys)
        }
        let report = try await base.scrub(try await remnants())
        try await endTransition()
        return report
    }

    private func sealPeers(with keys: RowKeys) async throws {
        var cursor: Int64?
        while true {
            let page = try await base.peers(after: cursor, limit: Self.page)
            guard let last = page.last else { return }
            cursor = last.id
            let plain = page.filter { $0.sealed == nil }
            if plain.isEmpty { continue }
            var owners = SealedOwners(keys: keys)
            try await owners.load(for: plain, from: base)
            for peer in plain { try owners.add(peer) }
            let changes = plain.map { StorageChange.removePeer(id: $0.id) }
            try await base.apply(changes + (try keys.seal(owners.changed.map { .setPeer($0) })))
        }
    }

    private func sealUpdateStates(with keys: RowKeys) async throws {
        let plain = try await base.updateStates().filter { $0.sealed == nil }
        if plain.isEmpty { return }
        let changes = plain.map { StorageChange.removeUpdateState(id: $0.id) }
        try await base.apply(changes + (try keys.seal(plain.map { .setUpdateState($0) })))
    }

    private func remnants() async throws -> RemnantPatterns {
        guard let stored = try await base.session() else { throw VaultError.changedMeanwhile }
        guard case .plain(let authKey) = try vault.open(stored).record.session.authKey else {
            throw VaultError.tampered(.envelope)
        }
        var remnants = RemnantPatterns(authKey: authKey)
        guard let keys = vault.rowKeys else { return remnants }
        var cursor: Int64?
        while true {
            let page = try await base.peers(after: cursor, limit: Self.page)
            guard let last = page.last else { return remnants }
            cursor = last.id
            for peer in try page.compactMap({ try keys.open($0) }) {
                remnants.usernames.formUnion(peer.usernames)
                if let number = peer.phoneNumber { remnants.phoneNumbers.insert(number) }
            }
        }
    }

    private func endTransition() async throws {
        guard let stored = try await base.session() else { throw VaultError.changedMeanwhile }
        let (envelope, record) = try vault.open(stored)
        let sealed = try vault.seal(record, into: envelope, flags: envelope.flags.subtracting(.transition))
        guard try await base.replaceSession(stored, with: sealed) else { throw VaultError.changedMeanwhile }
    }
}

/// The peers of one batch of a migration, each username and phone number with one owner.
///
/// Other programs let two peers keep one username, and a look-up finds the latest. Sealed rows show no date to order
/// by, so the older owner loses the name here.
private struct SealedOwners {
    let keys: RowKeys
    private var peers: [Int64: PeerRecord] = [:]
    private var owners: [PeerLookup: Int64] = [:]
    private var touched: [Int64] = []

    init(keys: RowKeys) { self.keys = keys }

    /// The peers to write, in the order in which they were touched.
    var changed: [PeerRecord] { touched.compactMap { peers[$0] } }

    /// Reads the owners, sealed before, of what the batch's peers claim.
    mutating func load(for batch: [PeerRecord], from base: any Storage) async throws {
        let claims = Array(Set(batch.flatMap(Self.claims)))
        let sealed = try claims.compactMap { try keys.seal($0) }
        for (claim, stored) in zip(claims, try await base.peers(sealed)) {
            guard let stored, let owner = try keys.open(stored) else { continue }
            if peers[owner.id] == nil { peers[owner.id] = owner }
            owners[claim] = owner.id
        }
    }

    mutating func add(_ plain: PeerRecord) throws {
        var peer = plain
        peer.usernames = []
        peer.phoneNumber = nil
        for claim in Self.claims(plain) where take(claim, for: plain) { peer.insert(claim) }
        peers[peer.id] = peer
        touch(peer.id)
    }

    /// Whether the claim is the peer's: nobody's so far, or that of a peer seen before it.
    private mutating func take(_ claim: PeerLookup, for peer: PeerRecord) -> Bool {
        if let id = owners[claim], id != peer.id, var owner = peers[id] {
            if owner.date >= peer.date { return false }
            owner.remove(claim)
            peers[id] = owner
            touch(id)
        }
        owners[claim] = peer.id
        return true
    }

    private mutating func touch(_ id: Int64) {
        if !touched.contains(id) { touched.append(id) }
    }

    /// The peer's usernames and phone number in canonical form, each once.
    private static func claims(_ peer: PeerRecord) -> [PeerLookup] {
        var claims: [PeerLookup] = []
        for name in peer.usernames.map(CanonicalForm.username) where !name.isEmpty {
            if !claims.contains(.username(name)) { claims.append(.username(name)) }
        }
        let number = CanonicalForm.phoneNumber(peer.phoneNumber ?? "")
        if !number.isEmpty { claims.append(.phoneNumber(number)) }
        return claims
    }
}

extension PeerRecord {
    fileprivate mutating func insert(_ claim: PeerLookup) {
        switch claim {
        case .username(let name): usernames.append(name)
        case .phoneNumber(let number): phoneNumber = number
        case .id: break
        }
    }

    fileprivate mutating func remove(_ claim: PeerLookup) {
        switch claim {
        case .username(let name): usernames.removeAll { $0 == name }
        case .phoneNumber: phoneNumber = nil
        case .id: break
        }
    }
}
