// pyrofork: Pyrogram's tables, with the usernames of peers that have several in a table of another shape than
// pyrotgfork's. A file that it migrated has none until the first such peer.
extension ImportedTables {
    static func pyrofork(_ columns: [String: FamilyTables.Columns]) -> ImportedTables {
        let inTable = "SELECT peer_id, id, rowid FROM usernames WHERE peer_id BETWEEN ?1 AND ?2 AND \(isName("id"))"
        let names = columns["usernames"] == nil ? [inPeers] : [inPeers, inTable]
        return ImportedTables(
            session: session(columns["sessions"] ?? [:]), peers: peers(columns["peers"] ?? [:]),
            usernames: names.joined(separator: " UNION ALL ") + " ORDER BY 1, 3")
    }

    static func arePyroforks(_ columns: [String: FamilyTables.Columns]) -> Bool {
        let pyrograms = FamilyTables.tables(of: 3)
        let usernames = columns["usernames"]
        return columns["sessions"] == pyrograms["sessions"] && columns["peers"] == pyrograms["peers"]
            && (usernames == nil || usernames?["id"] != nil && usernames?["peer_id"] != nil)
    }
}
