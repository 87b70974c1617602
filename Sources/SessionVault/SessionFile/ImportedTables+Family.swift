// Pyrogram, Hydrogram, pyrotgfork and kurigram: as a migration reads them, and without one.
extension ImportedTables {
    static func family(_ columns: [String: FamilyTables.Columns]) -> ImportedTables {
        let hasNames = columns["usernames"] != nil
        let inTable = "SELECT id, username, rowid FROM usernames WHERE id BETWEEN ?1 AND ?2 AND \(isName("username"))"
        var names: [String] = hasNames ? [inTable] : []
        if columns["peers"]?["username"] != nil {
            // A peer that has some in the table was seen since.
            let rest = hasNames ? " AND id NOT IN (SELECT id FROM usernames WHERE id IS NOT NULL)" : ""
            names.append(inPeers + rest)
        }
        return ImportedTables(
            session: session(columns["sessions"] ?? [:]), peers: peers(columns["peers"] ?? [:]),
            usernames: names.joined(separator: " UNION ALL ") + " ORDER BY 1, 3")
    }

    /// A username in the peer's own row.
    static let inPeers =
        "SELECT id, username, 0 FROM peers WHERE id BETWEEN ?1 AND ?2 AND \(isName("username"))"

    /// Bytes that are no text name nobody.
    static func isName(_ column: String) -> String { "typeof(\(column)) = 'text' AND \(column) <> ''" }

    static func session(_ columns: FamilyTables.Columns) -> String {
        """
        SELECT dc_id, \(columns["api_id"] == nil ? "NULL" : "api_id"), test_mode, auth_key, date, user_id, is_bot,
        \(columns["server_address"] == nil ? "NULL, NULL" : "server_address, port") FROM sessions LIMIT 2
        """
    }

    /// What is beside a plain key and sealed is no peer.
    static func peers(_ columns: FamilyTables.Columns) -> String {
        """
        SELECT id, access_hash, type, phone_number, last_update_on, NULL FROM peers WHERE id >= ?1
        \(columns["sealed"] == nil ? "" : "AND sealed IS NULL") ORDER BY id LIMIT ?2
        """
    }
}
