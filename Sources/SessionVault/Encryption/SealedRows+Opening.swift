/// Rows that are all under the same keys.
extension SealedRows {
    /// The peers that match, found with one call of the engine.
    ///
    /// - Parameter ticket: What they are kept with, where they are to be.
    func peers(
        _ lookups: [PeerLookup], with keys: RowKeys, keepingWith ticket: OpenedRows.Ticket? = nil
    ) async throws -> [PeerRecord?] {
        let sealed = try lookups.map { try keys.seal($0) }
        var stored = try await peers(sealed.compactMap(\.self))
        var next = 0
        var found: [PeerRecord?] = []
        found.reserveCapacity(lookups.count)
        for (lookup, sealed) in zip(lookups, sealed) {
            defer { next += sealed == nil ? 0 : 1 }
            guard sealed != nil, next < stored.count, let row = stored[next].take() else {
                found.append(nil)
                continue
            }
            found.append(try keys.open(row, foundBy: lookup, keepingWith: ticket))
        }
        return found
    }

    /// At most `limit` peers by ascending token, without the peer with the id `id` and those before it.
    func page(after id: Int64?, limit: Int, with keys: RowKeys) async throws -> [PeerRecord] {
        let cursor = try id.map { id in try VaultError.mapping { try keys.token(peer: id) } }
        return try await page(after: cursor, limit: limit) { try keys.open($0) }
    }

    /// At most `limit` peers after a token, of those that `open` opens.
    ///
    /// Rows that it leaves out, such as those that are not sealed, do not cut a page short.
    func page(
        after token: Int64?, limit: Int, _ open: (PeerRecord) async throws -> PeerRecord?
    ) async throws -> [PeerRecord] {
        var cursor = PageCursor(after: token)
        var found: [PeerRecord] = []
        while found.count < limit {
            let page = try await peers(after: cursor.last, limit: limit - found.count)
            guard try cursor.move(past: page) else { break }
            for row in page { if let peer = try await open(row) { found.append(peer) } }
        }
        return found
    }
}
