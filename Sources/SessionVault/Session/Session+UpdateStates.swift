extension Session {
    /// Every update state, in no particular order.
    ///
    /// - Throws: ``VaultError/notOpen``, and what the storage throws.
    public func updateStates() async throws -> [UpdateState] {
        try requireOpen()
        let states = try await storage.updateStates().map(UpdateState.init)
        if pace.isOver(after: Pace.batch) { await Task.yield() }
        return states
    }

    /// Stores update states, as if one after the other. A value that is nil keeps the stored one, and a state that
    /// changes nothing is not written.
    ///
    /// One atomic batch, which survives a crash at once, and a loss of power from ``close()`` or the next change of the
    /// session's own values on.
    ///
    /// - Throws: ``VaultError/notOpen``, and what the storage throws.
    public func update(_ states: [UpdateState]) async throws {
        try requireOpen()
        guard !states.isEmpty else { return }
        try await inTurn {
            try requireOpen()
            let changes = Self.changes(from: try await stored(states), by: states)
            if !changes.isEmpty { try await storage.apply(changes) }
        }
    }

    /// What is stored of these, and perhaps of others.
    private func stored(_ states: [UpdateState]) async throws -> [UpdateStateRecord] {
        if let stored = try await sources.updateStates?.updateStates(ids: states.map(\.id)) { return stored }
        return try await storage.updateStates()
    }

    /// Removes the update states with these ids, those that there are, as one atomic batch, as durable as
    /// ``update(_:)-([UpdateState])``.
    ///
    /// - Throws: ``VaultError/notOpen``, and what the storage throws.
    public func removeUpdateStates(ids: [Int64]) async throws {
        try requireOpen()
        guard !ids.isEmpty else { return }
        try await inTurn {
            try requireOpen()
            try await storage.apply(ids.map { .removeUpdateState(id: $0) })
        }
    }

    private static func changes(from stored: [UpdateStateRecord], by updates: [UpdateState]) -> [StorageChange] {
        if updates.count == 1 { return change(from: stored, by: updates[0]).map { [$0] } ?? [] }
        let old = Dictionary(stored.map { ($0.id, $0) }) { first, _ in first }
        var new: [Int64: UpdateStateRecord] = [:]
        var order: [Int64] = []
        for update in updates {
            if new[update.id] == nil { order.append(update.id) }
            let row = new[update.id] ?? old[update.id] ?? UpdateStateRecord(id: update.id)
            new[update.id] = row.merged(with: update)
        }
        return order.compactMap { id in new[id].flatMap { change(from: old[id], to: $0) } }
    }

    /// Of a single state, as it is nearly always: without the tables of many.
    private static func change(from stored: [UpdateStateRecord], by update: UpdateState) -> StorageChange? {
        let old = stored.first { $0.id == update.id }
        return change(from: old, to: (old ?? UpdateStateRecord(id: update.id)).merged(with: update))
    }

    private static func change(from old: UpdateStateRecord?, to new: UpdateStateRecord) -> StorageChange? {
        old?.hasValues(of: new) == true ? nil : .setUpdateState(new)
    }
}
