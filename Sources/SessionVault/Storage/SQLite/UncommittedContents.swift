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

    func peers(after id: Int64?, limit: Int) throws -> [PeerRecord] { try rows.read(after: id, limit: limit) }

    func updateStates() throws -> [UpdateStateRecord] { try states.read() }

    func requireIntact() throws {
        let operation: StaticString = "check the database"
        let found = try connection.first("PRAGMA quick_check(1)", operation) { $0.text(0) }
        guard found == "ok" else { throw SQLiteError.corrupt(operation) }
    }
}
