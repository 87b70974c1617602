internal import VaultSQLite

extension SessionDatabase {
    /// Rewrites the file without what was removed from it, empties the log, and searches both. Usernames that no peer
    /// has are removed, and searched for too.
    ///
    /// Without the rewrite, names stay in pages that the rows left: secure_delete clears a row's bytes, and not every
    /// copy that moved between pages.
    func scrub(_ remnants: RemnantPatterns) throws -> RemnantReport? {
        if options.isShared { throw VaultError.needsExclusive }
        try checkPlace()
        try settleSyncs()
        // What follows goes through the log. What is in there by now takes room that a full disk may not have twice.
        try emptyLog()
        // The rewrite copies an index as it is, entries included whose row is gone.
        try connection.execute("REINDEX", "rebuild the indexes")
        var remnants = remnants
        remnants.usernames += try StrayUsernames.remove(from: connection, sealed)
        try numberRows()
        try emptyLog()
        try connection.execute("VACUUM", "rewrite the database")
        guard isFile else { return nil }
        try emptyLog()
        if let key = remnants.authKey, let location {
            try UnfinishedCopies.remove(holding: key, in: location.directory)
        }
        return try search(remnants)
    }

    private func emptyLog() throws {
        if isFile { try connection.truncateJournal() }
    }

    /// Searches the files as they are.
    func search(_ remnants: RemnantPatterns) throws -> RemnantReport {
        guard let key = remnants.authKey else { return try search(remnants, [UInt8]().span) }
        return try key.withBytes { try search(remnants, $0) }
    }

    private func search(_ remnants: RemnantPatterns, _ key: Span<UInt8>) throws -> RemnantReport {
        var search = RemnantSearch(remnants, key: key)
        for kind in [RawFile.Kind.database, .journal] {
            try connection.withRawFile(kind) { file in
                guard let file else { return }
                try search.search(try file.size(), key: key) { try file.read($0, at: $1) }
            }
        }
        if search.hasMatches { try search.acquit(forEachLiveValue) }
        return search.report
    }

    /// Everything in the file that may hold a pattern by chance, or by rights.
    private func forEachLiveValue(_ body: (Span<UInt8>) -> Void) throws {
        let header = Array("SQLite format 3\0".utf8)
        body(header.span)
        // A row of the schema is stored as its type, names, page and text. Names alone would acquit too much.
        var sources = ["SELECT type || name || tbl_name FROM sqlite_master", "SELECT sql FROM sqlite_master"]
        sources.append("SELECT auth_key FROM sessions WHERE length(auth_key) <> \(AuthKey.length)")
        if sealed != .none {
            sources.append(contentsOf: SealedColumns.tables.map { "SELECT sealed FROM \($0) WHERE sealed IS NOT NULL" })
            sources.append("SELECT phone_number FROM peers WHERE sealed IS NOT NULL")
            sources.append("SELECT u.username FROM usernames u JOIN peers p ON p.id = u.id WHERE p.sealed IS NOT NULL")
        }
        for source in sources {
            _ = try connection.first(source, "read what is stored") { row in
                repeat { row.withBytes(0, body) } while try row.step()
            }
        }
    }
}
