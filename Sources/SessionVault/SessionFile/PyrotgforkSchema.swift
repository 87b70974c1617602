internal import VaultSQLite

/// The schema of pyrotgfork's version 6, which this library writes.
///
/// Tables, columns, their order, indexes, trigger and first rows are an interface: other clients name them, and insert
/// by position.
enum PyrotgforkSchema {
    static let version = 6
    static let triggerName = "trg_peers_last_update_on"

    /// In the family's own spacing, as the next one.
    static let peers = """
        CREATE TABLE peers
        (
            id             INTEGER PRIMARY KEY,
            access_hash    INTEGER,
            type           INTEGER NOT NULL,
            phone_number   TEXT,
            last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER))
        )
        """
    static let usernames = """
        CREATE TABLE usernames
        (
            id       INTEGER,
            username TEXT,
            FOREIGN KEY (id) REFERENCES peers(id)
        )
        """
    /// In the order of their names.
    static let indexes = [
        (name: "idx_peers_id", columns: "peers (id)"),
        (name: "idx_peers_phone_number", columns: "peers (phone_number)"),
        (name: "idx_usernames_id", columns: "usernames (id)"),
        (name: "idx_usernames_username", columns: "usernames (username)"),
    ]

    static let tables =
        """
        CREATE TABLE sessions (
            dc_id INTEGER PRIMARY KEY, api_id INTEGER, test_mode INTEGER, auth_key BLOB, date INTEGER NOT NULL,
            user_id INTEGER, is_bot INTEGER
        );
        \(peers);
        CREATE TABLE version (number INTEGER PRIMARY KEY);

        """ + additions

    /// The tables and indexes that came with the versions up to this one, those that are missing.
    static let additions =
        """
        \(usernames.replacing("CREATE TABLE", with: "CREATE TABLE IF NOT EXISTS"));
        CREATE TABLE IF NOT EXISTS update_state (
            id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER
        )
        """ + indexes.map { ";\nCREATE INDEX IF NOT EXISTS \($0.name) ON \($0.columns)" }.joined()

    /// In the family's own spacing: it is put back as it was.
    static let trigger = """
        CREATE TRIGGER \(triggerName)
            AFTER UPDATE
            ON peers
        BEGIN
            UPDATE peers
            SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER)
            WHERE id = NEW.id;
        END
        """

    private static let firstRows = """
        INSERT INTO version VALUES (\(version));
        INSERT INTO sessions VALUES (2, NULL, NULL, NULL, 0, NULL, NULL);
        """

    /// The record as this schema keeps it: it has no columns for the DC's address and port.
    static func kept(_ record: SessionRecord) -> SessionRecord {
        var record = record
        record.serverAddress = ""
        record.port = 0
        return record
    }

    /// A new database in memory.
    static func inMemory() throws -> Connection {
        let connection = try Connection(inMemory: ())
        // The trigger is there for other clients, and would put its own date in the place of a row's.
        try connection.distrustSchema()
        let settings = "PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON"
        let script = [settings, "BEGIN", tables, trigger, firstRows, "COMMIT"]
        try connection.execute(script.joined(separator: ";\n"), "create the tables")
        return connection
    }
}
