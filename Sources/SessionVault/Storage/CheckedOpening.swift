/// What a layer above demands of what an engine holds; it throws where it has to be refused.
typealias OpeningCheck = @Sendable (any OpeningContents) throws -> Void

/// An engine that shows what it is about to open, and where that is refused leaves it as it was.
protocol CheckedOpening: Storage {
    /// Opens as ``Storage/open()``, with `check` run when everything was made ready and nothing of it lasts yet.
    ///
    /// - Throws: What ``Storage/open()`` throws, and what `check` throws, with nothing changed.
    func open(checking check: @escaping OpeningCheck) async throws -> [StorageNotice]
}

/// What an engine holds that can still be refused.
protocol OpeningContents {
    func session() throws -> SessionRecord?
    func peers(after id: Int64?, limit: Int) throws -> [PeerRecord]
    func updateStates() throws -> [UpdateStateRecord]
    /// Makes sure that what the rows are kept in is sound, with indexes made anew where they alone are not. Takes as long
    /// as reading all of it.
    func requireIntact() throws
}

extension OpeningContents {
    /// Calls `body` with every peer, page by page.
    func forEachPage(_ body: ([PeerRecord]) throws -> Void) throws {
        var cursor: Int64?
        while true {
            let page = try peers(after: cursor, limit: 500)
            guard let last = page.last else { return }
            cursor = last.id
            try body(page)
        }
    }
}

extension Storage {
    /// Opens, and has the engine run `check` where it can. Whoever calls it checks again what is open by then: other
    /// engines run nothing.
    func open(checkingWherePossible check: @escaping OpeningCheck) async throws -> [StorageNotice] {
        guard let engine = self as? any CheckedOpening else { return try await open() }
        return try await engine.open(checking: check)
    }
}
