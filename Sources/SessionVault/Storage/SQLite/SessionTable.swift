internal import VaultSQLite

/// The one row of `sessions`.
///
/// kurigram's has the DC's address and port too, and pyrotgfork's has not.
final class SessionTable {
    private let connection: Connection
    private let hasAddress: Bool
    private let select: Statement
    private lazy var update = connection.statement(
        """
        UPDATE sessions SET dc_id = ?1, api_id = ?2, test_mode = ?3, auth_key = ?4, date = ?5, user_id = ?6,
        is_bot = ?7\(hasAddress ? ", server_address = ?8, port = ?9" : "")
        """, "write the session")
    private lazy var insert = connection.statement(
        """
        INSERT INTO sessions (dc_id, api_id, test_mode, auth_key, date, user_id, is_bot\(
            hasAddress ? ", server_address, port" : ""))
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7\(hasAddress ? ", ?8, ?9" : ""))
        """, "write the session")

    init(_ connection: Connection, hasAddress: Bool) {
        self.connection = connection
        self.hasAddress = hasAddress
        // The one that each opening makes: none puts its text together.
        select = connection.statement(hasAddress ? Self.selectWithAddress : Self.selectOnly, "read the session")
    }

    /// A `+` changes no value, and spares the five names that SQLite makes of a column with each preparing.
    private static let selectOnly = """
        SELECT +dc_id, +api_id, +test_mode, +auth_key, +date, +user_id, +is_bot, NULL, NULL FROM sessions LIMIT 2
        """
    private static let selectWithAddress = """
        SELECT +dc_id, +api_id, +test_mode, +auth_key, +date, +user_id, +is_bot, +server_address, +port
        FROM sessions LIMIT 2
        """

    /// The record as the table keeps it.
    func kept(_ record: SessionRecord) -> SessionRecord {
        hasAddress ? record : PyrotgforkSchema.kept(record)
    }

    /// The record; nil where there is no row, or no auth key in it.
    func read() throws -> SessionRecord? {
        try select.use { row in try row.step() ? try Self.only(row) : nil }
    }

    /// The record of the first row, which has to be the only one: the auth key belongs to one DC, and a second row says
    /// that something else wrote the file.
    static func only(_ row: Statement) throws -> SessionRecord? {
        let record = try record(row)
        guard try !row.step() else { throw VaultError.invalidValue(column: "dc_id") }
        return record
    }

    /// Gives back what reading takes, until the next time.
    func finalizeRead() { select.finalize() }

    /// A row of the columns above; nil where it has no auth key.
    static func record(_ row: Statement) throws -> SessionRecord? {
        let key: StoredKey
        switch row.type(3) {
        case .null: return nil
        case .blob: key = try row.withBytes(3) { try StoredKey($0) }
        default: throw VaultError.invalidValue(column: "auth_key")
        }
        return SessionRecord(
            authKey: key, dcID: try row.number(0, "dc_id"), isTest: try row.flag(2, "test_mode"),
            apiID: try row.number(1, "api_id"), userID: try row.number(5, "user_id"),
            isBot: try row.flag(6, "is_bot"), date: try row.number(4, "date"),
            serverAddress: try row.text(7, "server_address") ?? "", port: try row.number(8, "port"))
    }

    /// Puts the record in the row's place; every column gets a value.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)`` for an envelope that would not be read back as one.
    func write(_ record: SessionRecord, in connection: Connection) throws {
        try record.authKey.requireStorable()
        try update.run { try bind(record, to: $0) }
        if connection.changes == 0 { try insert.run { try bind(record, to: $0) } }
    }

    private func bind(_ record: SessionRecord, to statement: Statement) throws {
        try statement.bind(1, Int64(record.dcID))
        try statement.bind(2, Int64(record.apiID))
        try statement.bind(3, record.isTest ? 1 : 0)
        try record.authKey.withBytes { try statement.bind(4, blob: $0) }
        try statement.bind(5, record.date)
        try statement.bind(6, record.userID)
        try statement.bind(7, record.isBot ? 1 : 0)
        guard hasAddress else { return }
        try statement.bind(8, text: record.serverAddress)
        try statement.bind(9, Int64(record.port))
    }
}
