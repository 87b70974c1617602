internal import VaultSQLite

/// Rows of `usernames` that no peer has: no look-up finds them, and nobody who seals peers comes by them. Clients
/// enforce no foreign keys, so a peer that one of them removed can leave its names.
enum StrayUsernames {
    private static func condition(_ sealed: SealedLayout) -> String {
        guard sealed == .numbered else { return "id IS NULL OR id NOT IN (SELECT id FROM peers)" }
        return """
            NOT EXISTS (SELECT 1 FROM peers p WHERE p.\(NumberedTables.number) = usernames.\(NumberedTables.number) >> 8
                AND p.id = usernames.id)
            """
    }

    private static let operation: StaticString = "remove usernames of no peer"

    /// Removes them.
    ///
    /// - Returns: Those that are text, or none where a peer is plain: what is in the clear by rights can hold them too.
    static func remove(from connection: Connection, _ sealed: SealedLayout) throws -> [String] {
        let condition = condition(sealed)
        return try connection.transaction {
            let sql = """
                SELECT DISTINCT username FROM usernames WHERE (\(condition)) AND typeof(username) = 'text'
                AND NOT EXISTS (SELECT 1 FROM peers\(sealed == .none ? "" : " WHERE sealed IS NULL"))
                """
            var names: [String] = []
            _ = try connection.first(sql, operation) { row in
                repeat { if let name = row.text(0) { names.append(name) } } while try row.step()
            }
            try connection.execute("DELETE FROM usernames WHERE \(condition)", operation)
            return names
        }
    }
}
