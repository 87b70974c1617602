extension Storage {
    /// How many peers are read at once where all are.
    private static var pageLength: Int { 500 }

    /// Calls `body` with every peer, page by page, in the storage's own order. What `body` writes may be among them.
    ///
    /// - Parameter isCancellable: Whether a cancelled task stops between two pages.
    /// - Throws: ``VaultError/changedMeanwhile`` where a re-key came in between: begin again;
    ///   ``VaultError/endlessPages``; `CancellationError`; what the storage and `body` throw.
    func forEachPage(isCancellable: Bool = true, _ body: ([PeerRecord]) async throws -> Void) async throws {
        var cursor = PageCursor()
        let epoch = orderingEpoch
        while true {
            if isCancellable { try Task.checkCancellation() }
            let page = try await peers(after: cursor.last, limit: Self.pageLength)
            // A re-key gave the rows another order.
            guard orderingEpoch == epoch else { throw VaultError.changedMeanwhile }
            guard try cursor.move(past: page) else { return }
            try await body(page)
        }
    }

    /// Removes every peer and update state, page by page, in a cancelled task too: half of it would be no change that
    /// anybody asked for.
    ///
    /// - Parameter plainOnly: Whether rows with bytes of a wrapping layer stay.
    /// - Returns: Whether there were any.
    func removeRows(plainOnly: Bool = false) async throws -> Bool {
        var wasEmpty = true
        try await untilUnchanged {
            try await forEachPage(isCancellable: false) { page in
                let removed = page.filter { !plainOnly || $0.sealed == nil }.map { StorageChange.removePeer(id: $0.id) }
                if removed.isEmpty { return }
                try await apply(removed)
                wasEmpty = false
            }
        }
        let states = try await updateStates().filter { !plainOnly || $0.sealed == nil }
        if !states.isEmpty {
            try await apply(states.map { .removeUpdateState(id: $0.id) })
            wasEmpty = false
        }
        return !wasEmpty
    }

    /// What the order of the rows hangs on; nil where nothing changes it.
    var orderingEpoch: UInt32? { (self as? EncryptedStorage)?.rowsEpoch }

    /// Runs a walk over the rows, and once more where a re-key came in between.
    ///
    /// - Throws: What the walk throws, ``VaultError/changedMeanwhile`` too where no re-key was the cause.
    func untilUnchanged(_ walk: () async throws -> Void) async throws {
        while true {
            let epoch = orderingEpoch
            do {
                return try await walk()
            } catch VaultError.changedMeanwhile {
                guard orderingEpoch != epoch else { throw VaultError.changedMeanwhile }
            }
        }
    }

    /// Whether any peer matches.
    func containsPeer(where matches: (PeerRecord) -> Bool) async throws -> Bool {
        var isFound = false
        try await forEachPage { isFound = isFound || $0.contains(where: matches) }
        return isFound
    }
}
