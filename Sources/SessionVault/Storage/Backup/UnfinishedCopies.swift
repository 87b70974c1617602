internal import VaultSQLite

/// Copies that a killed process was making of a session: files under names of their own, those of a plain session in
/// the clear.
enum UnfinishedCopies {
    /// Removes those in a directory that hold a part of an auth key, durably.
    ///
    /// Whoever has the key's session to himself knows that nobody is making a copy of it now. Those of other sessions
    /// are not his to judge, and stay.
    static func remove(holding key: AuthKey, in directory: String) throws {
        let found = try NewFile.unfinished(in: directory).filter { try holds($0, key) }
        for path in found { try Directory.unlinkIfThere(path) }
        if !found.isEmpty { try Directory.sync(directory) }
    }

    private static func holds(_ path: String, _ key: AuthKey) throws -> Bool {
        guard let facts = try FileFacts.of(path), facts.kind == .regular, facts.isOurs,
            // This process is writing it where the claim fails, and a read would take its lock off.
            let claim = try? FileClaim(facts.identity)
        else { return false }
        return try withExtendedLifetime(claim) {
            guard let file = try FileReader(path) else { return false }
            let count = try file.size()
            return try key.withBytes { bytes in
                var search = RemnantSearch(RemnantPatterns(authKey: key), key: bytes)
                try search.search(count, key: bytes) { try file.read($0, at: $1) }
                return search.report.authKey.found > 0
            }
        }
    }
}
