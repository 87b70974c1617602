extension Storage {
    /// How many peers are read at once where all are.
    private static var pageLength: Int { 500 }

    /// Calls `body` with every peer, page by page, in the storage's own order. What `body` writes may be among them.
    func forEachPage(_ body: ([PeerRecord]) async throws -> Void) async throws {
        var cursor: Int64?
        while true {
            let page = try await peers(after: cursor, limit: Self.pageLength)
            guard let last = page.last else { return }
            cursor = last.id
            try await body(page)
        }
    }

    /// Removes every peer and update state, page by page.
    ///
    /// - Parameter plainOnly: Whether rows with bytes of a wrapping layer stay.
    /// - Returns: Whether there were any.
    func removeRows(plainOnly: Bool = false) async throws -> Bool {
        var wasEmpty = true
        try await forEachPage { page in
            let removed = page.filter { !plainOnly || $0.sealed == nil }.map { StorageChange.removePeer(id: $0.id) }
            if removed.isEmpty { return }
            try await apply(removed)
            wasEmpty = false
        }
        let states = try await updateStates().filter { !plainOnly || $0.sealed == nil }
        if !states.isEmpty {
            try await apply(states.map { .removeUpdateState(id: $0.id) })
            wasEmpty = false
        }
        return !wasEmpty
    }

    /// Whether any peer matches.
    func containsPeer(where matches: (PeerRecord) -> Bool) async throws -> Bool {
        var isFound = false
        try await forEachPage { isFound = isFound || $0.contains(where: matches) }
        return isFound
    }
}
