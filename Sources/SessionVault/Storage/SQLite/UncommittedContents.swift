internal import VaultSQLite

/// What a file holds by the transaction that opens it, which is not committed yet.
struct UncommittedContents: OpeningContents {
    private let connection: Connection
    private let sessions: SessionTable
    private let rows: PeerTable
    private let states: UpdateStateTable

    /// Runs `check` on what the connection's file holds. Its statements end with it.
    static func check(_ connection: Connection, _ check: OpeningCheck) throws {
        let contents = try UncommittedContents(connection)
        defer {
            connection.discard(
                contents.sessions.statements + contents.rows.statements + contents.states.statements)
        }
        try check(contents)
    }

    private init(_ connection: Connection) throws {
        self.connection = connection
        let hasSealed = try SealedColumns.exist(in: connection)
        sessions = try SessionTable(connection)
        rows = PeerTable(connection, hasSealed: hasSealed)
        states = UpdateStateTable(connection, hasSealed: hasSealed)
    }

    func session() throws -> SessionRecord? { try sessions.read() }

    func peers(after id: Int64?, limit: Int) throws -> [PeerRecord] {
        try rows.read(after: id, limit: limit, tokens: true)
    }

    func updateStates() throws -> [UpdateStateRecord] { try states.read() }

    func requireIntact() throws {
        if try passes("integrity_check") { return }
        let isIndexesFault = try passes("quick_check")
        if isIndexesFault { try connection.execute("REINDEX", "rebuild the indexes") }
        guard try isIndexesFault && passes("integrity_check") else { throw SQLiteError.corrupt("check the database") }
    }

    /// Whether a check finds nothing. The quick one leaves out whether the indexes are those of the rows.
    private func passes(_ check: StaticString) throws -> Bool {
        try connection.first("PRAGMA \(check)(1)", "check the database") { $0.text(0) } == "ok"
    }
}
