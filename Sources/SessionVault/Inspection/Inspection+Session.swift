internal import VaultSQLite

extension Inspection {
    /// Inspects a session's file, of any schema, under the lock of an exclusive opening, and leaves it as it is.
    ///
    /// Rows are counted and not read: of 10,000 peers in a millisecond or two. Only the rollback journal of a crashed
    /// writer is played back, as by any reader.
    ///
    /// - Throws: ``VaultError/locked(pid:)`` where a client has it open; ``VaultError/unsuitableFile(_:path:)``, with
    ///   ``VaultError/FileFlaw/missing`` where nothing is there, and nothing is made then;
    ///   ``VaultError/damagedFile(path:)``; ``VaultError/invalidStoredKey(length:)``,
    ///   ``VaultError/invalidEnvelope(_:)`` and ``VaultError/invalidValue(column:)`` for what stands in the place of the
    ///   auth key; what the system refuses.
    package static func ofSession(_ path: String) throws -> InspectedSession {
        try SessionFile.reading(path) { file in
            let isKnown = file.schema != .unknown
            let peers = if case .telethon = file.schema { "entities" } else { "peers" }
            return InspectedSession(
                schema: file.schema, key: isKnown ? try key(in: file.connection) : .none,
                peers: isKnown ? try rows(of: peers, in: file) : .init(),
                updateStates: isKnown ? try rows(of: "update_state", in: file) : .init(), mode: file.facts.mode,
                size: file.facts.size, hasLog: file.companions.contains { $0.hasSuffix("-wal") },
                hasJournal: file.companions.contains { $0.hasSuffix("-journal") })
        }
    }

    private static func key(in connection: Connection) throws -> InspectedSession.Key {
        let sql = "SELECT auth_key FROM sessions LIMIT 2"
        let found = try connection.first(sql, "read the session") { row in
            let key = try key(of: row)
            guard try !row.step() else { throw VaultError.invalidValue(column: "dc_id") }
            return key
        }
        return found ?? .none
    }

    private static func key(of row: Statement) throws -> InspectedSession.Key {
        switch row.type(0) {
        case .null: return .none
        case .blob: break
        default: throw VaultError.invalidValue(column: "auth_key")
        }
        return try row.withBytes(0) { bytes in
            // Telethon's word for no key.
            if bytes.isEmpty { return .none }
            switch try StoredKey(bytes) {
            case .plain: return .plain
            case .envelope(let envelope): return .sealed(try InspectedVault(try Envelope(envelope)))
            }
        }
    }

    /// - Parameter table: A name of the source.
    private static func rows(of table: String, in file: SessionFile.Unchanged) throws -> InspectedSession.Rows {
        guard let columns = file.tables.columns[table] else { return .init() }
        let sealed = columns["sealed"] == nil ? "0" : "count(sealed)"
        let sql = "SELECT count(*), \(sealed) FROM \(table)"
        let rows = try file.connection.first(sql, "count the rows") {
            InspectedSession.Rows(count: Int($0.integer(0)), sealed: Int($0.integer(1)))
        }
        return rows ?? .init()
    }
}
