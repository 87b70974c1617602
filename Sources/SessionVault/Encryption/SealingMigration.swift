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
            let removed = plain.map { StorageChange.removePeer(id: $0.id) }
            try await base.apply(removed + (try keys.seal(try await withOneOwnerEach(plain, keys))))
        }
    }

    /// The peers to write: those given, each username and phone number with one owner.
    ///
    /// Other programs let two peers keep one username, and a look-up finds the latest. Sealed rows show no date to order
    /// by, so the older owner loses the name here, whether it is in this batch or was sealed in an earlier one.
    private func withOneOwnerEach(_ plain: [PeerRecord], _ keys: RowKeys) async throws -> [StorageChange] {
        let canonical = plain.map(\.canonical)
        let names = try Set(canonical.flatMap(\.names)).compactMap { try keys.seal($0.lookup) }
        var seen = Set(canonical.map(\.id))
        let owners = try await base.peers(names).compactMap { try $0.flatMap(keys.open) }
            .filter { seen.insert($0.id).inserted }
        var batch = PeerBatch((canonical + owners).sorted { $0.date < $1.date })
        return batch.changes(at: 0)
    }

    private func sealUpdateStates(with keys: RowKeys) async throws {
        let plain = try await base.updateStates().filter { $0.sealed == nil }
        if plain.isEmpty { return }
        let changes = plain.map { StorageChange.removeUpdateState(id: $0.id) }
        try await base.apply(changes + (try keys.seal(plain.map { .setUpdateState($0) })))
    }

    private func remnants() async throws -> RemnantPatterns {
        guard case .plain(let authKey) = try await vault.read(from: base).record.session.authKey else {
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
        var contents = try await vault.read(from: base)
        contents.envelope.flags.remove(.transition)
        guard try await vault.write(contents, to: base) else { throw VaultError.changedMeanwhile }
    }
}
