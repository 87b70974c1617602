extension SessionFileSchema {
    /// Whose schema it is: by its tables and columns first, then by the number.
    init(_ facts: SchemaFacts) {
        self = facts.isUTF8 && facts.isPlain ? Self.fingerprint(facts) : .unknown
    }

    private static func fingerprint(_ facts: SchemaFacts) -> SessionFileSchema {
        func has(_ table: String, _ column: String) -> Bool { facts.columns[table]?[column] != nil }
        if has("version", "version"), has("entities", "hash") {
            return facts.version.map { .telethon(version: $0) } ?? .unknown
        }
        guard has("sessions", "auth_key"), has("peers", "access_hash"), has("version", "number") else {
            return .unknown
        }
        guard let number = facts.version else { return .unknownVersion(number: nil) }
        // pyrofork gives a file of Pyrogram's its states, and the table of usernames only with the first of them.
        if has("usernames", "peer_id") || number == 4 && has("update_state", "pts") && !has("usernames", "username") {
            return .pyrofork(version: number)
        }
        guard FamilyTables.versions.contains(number) else { return .unknownVersion(number: number) }
        // Another trigger could copy what is written to where it is not sealed.
        guard facts.triggers.allSatisfy(isFamilys) else { return .unknown }
        if FamilyTables.match(facts.columns, number) { return family(number) }
        let before = FamilyTables.removing(laterThan: number, from: facts.columns)
        return FamilyTables.match(before, number) ? .halfMigrated(number: number) : .unknown
    }

    private static func isFamilys(name: String, sql: String) -> Bool {
        name == PyrotgforkSchema.triggerName && sql == SchemaFacts.inOneSpacing(PyrotgforkSchema.trigger)
    }

    private static func family(_ number: Int) -> SessionFileSchema {
        switch number {
        case ...3: .pyrogram(version: number)
        case ...PyrotgforkSchema.version: .pyrotgfork(version: number)
        default: .kurigram(version: number)
        }
    }
}

extension SessionFileSchema {
    /// Whether its tables are read and written as they are.
    package var isCurrent: Bool {
        switch self {
        case .pyrotgfork(PyrotgforkSchema.version), .kurigram: true
        default: false
        }
    }

    /// Whether it is opened: as it is, or after a migration.
    package var isSupported: Bool {
        switch self {
        case .pyrogram, .pyrotgfork, .kurigram: true
        case .pyrofork, .telethon, .unknownVersion, .halfMigrated, .unknown: false
        }
    }
}
