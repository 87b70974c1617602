// Telethon: the session by its DC, and peers as entities, whose ids are marked as the family's are.
extension ImportedTables {
    /// An entity does not say what it is, but for what its id says. A bot passes for a user then, and a supergroup for a
    /// channel: both are addressed the same way. The entity 0 is none: its hash is the account's id, without a word of
    /// whether it is a bot's.
    static func telethon(_ columns: [String: FamilyTables.Columns]) -> ImportedTables {
        var tables = ImportedTables(
            session: """
                SELECT dc_id, NULL, NULL, nullif(auth_key, x''), NULL, NULL, NULL, server_address, NULL
                FROM sessions LIMIT 2
                """,
            peers: """
                SELECT id, hash, iif(id > 0, 'user', iif(id < -1000000000000, 'channel', 'group')),
                iif(typeof(phone) = 'integer', CAST(phone AS TEXT), phone),
                \(columns["entities"]?["date"] == nil ? "0" : "coalesce(date, 0)"), NULL
                FROM entities WHERE id >= ?1 AND id <> 0 ORDER BY id LIMIT ?2
                """,
            usernames: """
                SELECT id, username FROM entities WHERE id BETWEEN ?1 AND ?2 AND \(isName("username")) ORDER BY id
                """)
        tables.adjust = { record in
            record.isTest = isTest(record.serverAddress, of: Int(record.dcID))
            // Which of a DC's addresses is the right one hangs on the client's network.
            record.serverAddress = ""
        }
        return tables
    }

    static func areTelethons(_ columns: [String: FamilyTables.Columns]) -> Bool {
        func has(_ table: String, _ names: String...) -> Bool { names.allSatisfy { columns[table]?[$0] != nil } }
        return has("sessions", "dc_id", "server_address", "auth_key")
            && has("entities", "id", "hash", "username", "phone")
            && columns["entities"]?["id"] == "INTEGER KEY"
    }

    /// Telethon says nowhere whether a DC is one of the test environment's, but for its address.
    static func isTest(_ address: String, of dataCenter: Int) -> Bool {
        if DataCenter.wellKnown(id: dataCenter, isTest: true)?.address == address { return true }
        guard let groups = ipv6(address), let known = testIPv6[dataCenter] else { return false }
        return groups == ipv6(known)
    }

    private static let testIPv6 = [
        1: "2001:b28:f23d:f001::e", 2: "2001:67c:4e8:f002::e", 3: "2001:b28:f23d:f003::e",
    ]

    /// The eight groups of an address, which the server writes in full and others do not; nil for anything else.
    private static func ipv6(_ text: String) -> [UInt16]? {
        func groups(_ part: Substring) -> [UInt16]? {
            let words = part.split(separator: ":", omittingEmptySubsequences: false)
            let numbers = words.compactMap { $0.utf8.count <= 4 ? UInt16($0, radix: 16) : nil }
            return part.isEmpty ? [] : numbers.count == words.count ? numbers : nil
        }
        guard let gap = text.firstRange(of: "::") else {
            return groups(text[...]).flatMap { $0.count == 8 ? $0 : nil }
        }
        guard let head = groups(text[..<gap.lowerBound]), let tail = groups(text[gap.upperBound...]),
            head.count + tail.count < 8
        else { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }
}
