extension Session {
    /// How long a username is believed, in seconds: then it may belong to somebody else. Pyrogram's figure.
    static let usernameLife: UInt64 = 8 * 3_600

    /// How many peers are merged and written as one batch. A look-up waits for one at the most: of so many, some
    /// milliseconds where there are 200,000 peers.
    static let batchSize = 50

    /// The peer with this id, or nil.
    ///
    /// - Throws: ``VaultError/notOpen``, and what the storage throws.
    public func peer(id: Int64) async throws -> Peer? {
        try await peer(.id(id)).map(Peer.init)
    }

    /// The peer with this username, or nil where there is none, or where it was last seen with it more than eight hours
    /// ago.
    ///
    /// A leading `@` and the case of ASCII letters do not matter.
    ///
    /// - Throws: ``VaultError/notOpen``, and what the storage throws.
    public func peer(username: String) async throws -> Peer? {
        let name = CanonicalForm.username(username)
        guard let record = try await peer(name.map { .username($0) }), isCurrent(record) else { return nil }
        return Peer(record)
    }

    /// The peer with this phone number, or nil. Everything but ASCII digits is ignored.
    ///
    /// - Throws: ``VaultError/notOpen``, and what the storage throws.
    public func peer(phoneNumber: String) async throws -> Peer? {
        let number = CanonicalForm.phoneNumber(phoneNumber)
        return try await peer(number.map { .phoneNumber($0) }).map(Peer.init)
    }

    /// What the storage finds; nil also for what has no canonical form.
    private func peer(_ lookup: PeerLookup?) async throws -> PeerRecord? {
        try requireOpen()
        guard let lookup else { return nil }
        let record = try await storage.peer(lookup)
        if pace.isOver() { await Task.yield() }
        return record
    }

    /// A date as far in the future is as good as one in the past: a clock was wrong.
    private func isCurrent(_ record: PeerRecord) -> Bool {
        let (age, overflow) = now().subtractingReportingOverflow(record.date)
        return !overflow && age.magnitude <= Self.usernameLife
    }
}

extension Session {
    /// Stores peers as they were just seen, as if one after the other.
    ///
    /// A peer without a phone number or access hash keeps the stored one; its usernames replace all that are stored.
    /// Who has a username or phone number that another peer had takes it from that one. A peer that has not changed,
    /// and was written less than an hour ago, is not written again.
    ///
    /// Each fifty peers are one atomic batch. They survive a crash at once, and a loss of power from ``close()`` or
    /// the next change of the session's own values on.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)``, before anything is written, where a kind, username or phone
    ///   number is longer than 255 bytes of UTF-8 or has a NUL in it, where a kind or phone number is not ASCII, or
    ///   where a peer has more than 255 usernames or more than 4,000 bytes of text; ``VaultError/notOpen``; and what
    ///   the storage throws.
    public func update(_ peers: [Peer]) async throws {
        try requireOpen()
        let date = now()
        let records = try peers.map { try PeerRecord($0, date: date) }
        guard !records.isEmpty else { return }
        try await inTurn {
            try requireOpen()
            for batch in records.batches {
                try await write(PeerBatch(batch), date)
                if pace.isOver(after: Pace.batch) { await Task.yield() }
            }
        }
    }

    /// Stores peers as they were seen at their own dates, but for those that were seen later since.
    func restore(_ peers: [PeerRecord]) async throws {
        let date = now()
        for batch in peers.batches {
            try await inTurn {
                try requireOpen()
                let stored = try await storage.peers(batch.map { .id($0.id) })
                let newer = zip(batch, stored).filter { peer, stored in stored.map { $0.date <= peer.date } ?? true }
                try await writeByLookups(PeerBatch(newer.map(\.0)), date)
            }
        }
    }

    /// As ``write(_:_:)``, without a walk over all rows, which a file of others could ask for with each batch: further
    /// owners of a name are found one by one, and lose it after the batch.
    private func writeByLookups(_ batch: PeerBatch, _ date: Int64) async throws {
        var batch = batch
        for row in try await storage.peers(batch.lookups) {
            if let row { batch.add(row) }
        }
        let contested = batch.contested
        let changes = batch.changes(at: date)
        if !changes.isEmpty { try await storage.apply(changes) }
        for name in contested {
            while let row = try await storage.peer(name.lookup), row.id != batch.owner(of: name),
                let stripped = row.without(name)
            {
                try await storage.apply([.setPeer(stripped)])
            }
        }
    }

    /// Removes the peer with this id, where there is one. Atomic, and as durable as ``update(_:)-([Peer])``.
    ///
    /// - Throws: ``VaultError/notOpen``, and what the storage throws.
    public func removePeer(id: Int64) async throws {
        try await inTurn {
            try requireOpen()
            try await storage.apply([.removePeer(id: id)])
        }
    }

    private func write(_ batch: PeerBatch, _ date: Int64) async throws {
        if let source = sources.nameOwners, try await write(batch, date, to: source) { return }
        let changes = try await changesByWalk(batch, date)
        if !changes.isEmpty { try await storage.apply(changes) }
    }

    /// Writes a batch to a storage that finds whoever else has a name; false where it cannot just now.
    private func write(_ batch: PeerBatch, _ date: Int64, to source: any NameOwnerSource) async throws -> Bool {
        let stamp = source.stamp
        let rows = try await storage.peers(batch.peers)
        let claims = batch.nameClaims
        guard let owners = try await source.otherOwners(of: claims, tokens: true) else { return false }
        let isPlain = owners.others.isEmpty && batch.hasNoRepetition(claims)
        let changes =
            isPlain
            ? batch.uncontestedChanges(to: rows, at: date) : Self.changes(of: batch, to: rows, owners.others, date)
        if changes.isEmpty { return true }
        let unrenamed = isPlain ? batch.unrenamed(beside: rows) : []
        try await source.apply(
            changes, knowing: BatchFindings(tokens: owners.tokens, unrenamed: unrenamed, stamp: stamp))
        return true
    }

    private static func changes(
        of batch: PeerBatch, to rows: [PeerRecord?], _ others: [OtherOwner], _ date: Int64
    ) -> [StorageChange] {
        var batch = batch
        for row in rows { if let row { batch.add(row) } }
        for owner in others { batch.add(owner.row) }
        return batch.changes(at: date)
    }

    /// What a batch changes in a storage that finds one owner of a name.
    private func changesByWalk(_ batch: PeerBatch, _ date: Int64) async throws -> [StorageChange] {
        var batch = batch
        for row in try await storage.peers(batch.lookups) {
            if let row { batch.add(row) }
        }
        let contested = batch.contested
        if !contested.isEmpty {
            // Rare, since a name has to change hands; worth a walk over all rows, since no look-up gives a second
            // owner.
            var owners: [PeerRecord] = []
            try await storage.untilUnchanged {
                owners = []
                try await storage.forEachPage { owners += $0.filter { !contested.isDisjoint(with: $0.names) } }
            }
            for row in owners { batch.add(row) }
        }
        return batch.changes(at: date)
    }
}

extension [PeerRecord] {
    /// The records, as many at a time as are written at once.
    fileprivate var batches: [[PeerRecord]] {
        stride(from: 0, to: count, by: Session.batchSize).map {
            Array(self[$0..<Swift.min($0 + Session.batchSize, count)])
        }
    }
}

extension Session {
    static let pageSize = 500

    /// For whoever holds the lock.
    func removePeersAndUpdateStates(hasSession: Bool) async throws {
        do {
            _ = try await storage.removeRows()
        } catch VaultError.noSession where !hasSession {
            // A storage that seals its rows has no key for them yet, and so no rows.
        }
    }
}
