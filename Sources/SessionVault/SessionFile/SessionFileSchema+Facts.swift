extension SessionFileSchema {
    /// Whose schema it is: by its tables and columns first, then by the number.
    init(_ facts: SchemaFacts) {
        self = facts.isUTF8 ? Self.fingerprint(facts) : .unknown
    }

    private static func fingerprint(_ facts: SchemaFacts) -> SessionFileSchema {
        guard let version = facts.version else { return .unknown }
        func has(_ table: String, _ column: String) -> Bool { facts.columns[table]?[column] != nil }
        if has("version", "version") { return has("entities", "hash") ? .telethon(version: version) : .unknown }
        guard has("sessions", "auth_key"), has("peers", "access_hash"), has("version", "number") else {
            return .unknown
        }
        if has("sessions", "server_address") { return version == 7 ? .kurigram(version: version) : .unknown }
        if has("usernames", "peer_id") { return .pyrofork(version: version) }
        let hasNames = has("usernames", "username")
        let hasStates = has("update_state", "pts")
        switch version {
        case 1...3 where !hasNames && !hasStates: return .pyrogram(version: version)
        // pyrofork gives a file of Pyrogram's its states, and the table of usernames only with the first of them.
        case 4 where hasStates && !hasNames: return .pyrofork(version: version)
        case 4 where hasNames && !hasStates, 5 where hasNames && hasStates: return .pyrotgfork(version: version)
        case 6 where isVersion6(facts): return .pyrotgfork(version: version)
        default: return .unknown
        }
    }

    /// Whether every table is as version 6 has it, apart from what may be there besides: the columns of sealed rows
    /// and, in a file that came from Pyrogram's schema, a column of usernames that nothing reads any more.
    private static func isVersion6(_ facts: SchemaFacts) -> Bool {
        let known = SealedColumns.tables.map { facts.columns[$0]?["sealed"] }
        guard known.allSatisfy({ $0 == known.first }), known.first == .some(nil) || known.first == "BLOB" else {
            return false
        }
        for (table, columns) in version6 {
            var found = facts.columns[table] ?? [:]
            if SealedColumns.tables.contains(table) { found["sealed"] = nil }
            if table == "peers", found["username"] == "TEXT" { found["username"] = nil }
            guard found == columns else { return false }
        }
        // Another trigger could copy what is written to where it is not sealed.
        return facts.triggers.allSatisfy { name, sql in
            name == PyrotgforkSchema.triggerName && sql == SchemaFacts.inOneSpacing(PyrotgforkSchema.trigger)
        }
    }

    private static let version6: [String: [String: String]] = [
        "sessions": [
            "dc_id": "INTEGER KEY", "api_id": "INTEGER", "test_mode": "INTEGER", "auth_key": "BLOB",
            "date": "INTEGER", "user_id": "INTEGER", "is_bot": "INTEGER",
        ],
        "peers": [
            "id": "INTEGER KEY", "access_hash": "INTEGER", "type": "INTEGER", "phone_number": "TEXT",
            "last_update_on": "INTEGER",
        ],
        "usernames": ["id": "INTEGER", "username": "TEXT"],
        "update_state": [
            "id": "INTEGER KEY", "pts": "INTEGER", "qts": "INTEGER", "date": "INTEGER", "seq": "INTEGER",
        ],
        "version": ["number": "INTEGER KEY"],
    ]
}
