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

    /// Whether any peer matches.
    func containsPeer(where matches: (PeerRecord) -> Bool) async throws -> Bool {
        var isFound = false
        try await forEachPage { isFound = isFound || $0.contains(where: matches) }
        return isFound
    }
}
