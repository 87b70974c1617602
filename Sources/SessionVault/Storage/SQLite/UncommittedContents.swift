internal import VaultSQLite

/// What a file holds by the transaction that opens it, which is not committed yet.
final class UncommittedContents: OpeningContents {
    private let connection: Connection
    private let page: SessionPage?
    private(set) var tables: SessionTables
    /// The session's record as it was read; nil where nobody asked for it, or there is none.
    private(set) var record: SessionRecord?

    /// - Parameter page: That of the session's row, where it may be read without SQLite.
    init(_ connection: Connection, _ tables: SessionTables, _ page: SessionPage?) {
        self.connection = connection
        self.page = page
        self.tables = tables
    }

    func session() throws -> SessionRecord? {
        record = try page?.record(in: connection) ?? tables.sessions.read()
        return record
    }

    func peers(after id: Int64?, limit: Int) throws -> [PeerRecord] {
        try tables.peers.read(after: id, limit: limit, tokens: true)
    }

    func updateStates() throws -> [UpdateStateRecord] { try tables.states.read() }

    func requireIntact() throws {
        if try passes("integrity_check") { return }
        let isIndexesFault = try passes("quick_check")
        if isIndexesFault {
            try connection.keepChangesInMemory(true)
            try connection.execute("REINDEX", "rebuild the indexes")
        }
        guard try isIndexesFault && passes("integrity_check") else { throw SQLiteError.corrupt("check the database") }
    }

    /// Whether a check finds nothing. The quick one leaves out whether the indexes are those of the rows.
    private func passes(_ check: StaticString) throws -> Bool {
        try connection.first("PRAGMA \(check)(1)", "check the database") { $0.text(0) } == "ok"
    }
}
