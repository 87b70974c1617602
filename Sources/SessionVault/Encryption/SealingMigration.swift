/// Brings the rows of a vault in transition under seal, rewrites and searches what they were kept in, and ends the
/// transition.
///
/// It begins where it finds things: a plain row is sealed, a sealed one is left. So it can be interrupted anywhere and
/// run again.
struct SealingMigration {
    let base: any Storage
    let vault: UnlockedVault

    /// Seals every row that is plain.
    func sealRows() async throws {
        guard let keys = vault.rowKeys else { return }
        try await sealPeers(with: keys) { _ in }
        _ = try await sealUpdateStates(with: keys)
    }

    /// Seals every row that is plain, and tells how far it is.
    func sealRows(_ progress: (RowProgress) -> Void) async throws {
        guard let keys = vault.rowKeys else { return }
        let counts = try await base.countRows()
        var state = RowProgress(rowsDone: 0, rowsTotal: counts.all - counts.sealed)
        progress(state)
        try await sealPeers(with: keys) { sealed in
            state.advance(by: sealed)
            progress(state)
        }
        state.advance(by: try await sealUpdateStates(with: keys))
        progress(state)
    }

    /// Rewrites and searches what the rows are kept in, and ends the transition.
    ///
    /// - Returns: What was searched for and found, or nil where the engine cannot tell.
    func end() async throws -> RemnantReport? {
        let report = try await base.scrub(try await remnants())
        try await endTransition()
        return report
    }

    private func sealPeers(with keys: RowKeys, _ sealed: (Int) -> Void) async throws {
        try await base.forEachPage { page in
            let plain = page.filter { $0.sealed == nil }
            if plain.isEmpty { return }
            try await requireUnsealed(plain, keys)
            let removed = plain.map { StorageChange.removePeer(id: $0.id) }
            try await base.apply(removed + (try keys.seal(try await withOneOwnerEach(plain, keys))))
            sealed(plain.count)
        }
    }

    /// A plain row goes in the batch that writes its sealed form: one beside a sealed row of its id was planted.
    private func requireUnsealed(_ plain: [PeerRecord], _ keys: RowKeys) async throws {
        let sealed = try plain.compactMap { try keys.seal(.id($0.id)) }
        guard try await base.peers(sealed).allSatisfy({ $0?.sealed == nil }) else { throw VaultError.tampered(.row) }
    }

    /// The peers to write: those given, each username and phone number with one owner.
    ///
    /// Other programs let two peers keep one username, and a look-up finds the latest. Sealed rows show no date to
    /// order by, so the older owner loses the name here, whether it is in this batch or was sealed in an earlier one.
    private func withOneOwnerEach(_ plain: [PeerRecord], _ keys: RowKeys) async throws -> [StorageChange] {
        let canonical = plain.map(\.canonical)
        let names = try Set(canonical.flatMap(\.names)).compactMap { try keys.seal($0.lookup) }
        var seen = Set(canonical.map(\.id))
        let owners = try await base.peers(names).compactMap { try $0.flatMap(keys.open) }
            .filter { seen.insert($0.id).inserted }
        var batch = PeerBatch((canonical + owners).sorted { $0.date < $1.date })
        return batch.changes(at: 0)
    }

    /// - Returns: How many were plain.
    private func sealUpdateStates(with keys: RowKeys) async throws -> Int {
        let states = try await base.updateStates()
        let plain = states.filter { $0.sealed == nil }
        if plain.isEmpty { return 0 }
        let sealed = Set(states.filter { $0.sealed != nil }.map(\.id))
        let tokens = try VaultError.mapping { try plain.map { try keys.token(state: $0.id) } }
        guard sealed.isDisjoint(with: tokens) else {
            throw VaultError.tampered(.row)
        }
        let changes = plain.map { StorageChange.removeUpdateState(id: $0.id) }
        try await base.apply(changes + (try keys.seal(plain.map { .setUpdateState($0) })))
        return plain.count
    }

    private func remnants() async throws -> RemnantPatterns {
        guard case .plain(let authKey) = try await vault.read(from: base).record.session.authKey else {
            throw VaultError.tampered(.envelope)
        }
        var remnants = RemnantPatterns(authKey: authKey)
        guard let keys = vault.rowKeys else { return remnants }
        try await base.forEachPage { page in
            for peer in try page.compactMap({ try keys.open($0) }) {
                remnants.usernames += peer.usernames
                if let number = peer.phoneNumber { remnants.phoneNumbers.append(number) }
            }
        }
        return remnants
    }

    private func endTransition() async throws {
        var contents = try await vault.read(from: base)
        contents.envelope.flags.remove(.transition)
        guard try await vault.write(contents, to: base) else { throw VaultError.changedMeanwhile }
    }
}
