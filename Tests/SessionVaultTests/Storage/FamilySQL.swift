import Foundation

@testable import SessionVault

/// The SQL by which clients of Pyrogram's family make and migrate their files, in their words.
enum FamilySQL {
    static let trigger = """
        CREATE TRIGGER trg_peers_last_update_on
            AFTER UPDATE
            ON peers
        BEGIN
            UPDATE peers
            SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER)
            WHERE id = NEW.id;
        END
        """

    static let states =
        "CREATE TABLE update_state (id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER)"

    static let usernames = [
        "CREATE TABLE usernames (id INTEGER, username TEXT, FOREIGN KEY (id) REFERENCES peers(id))",
        "CREATE INDEX idx_usernames_username ON usernames (username)",
    ]

    /// An empty file as the client makes it that writes this version: 1 to 3 Pyrogram, 4 to 6 pyrotgfork, 7 kurigram.
    static func fresh(_ version: Int) -> [String] {
        let address = version < 7 ? "" : "server_address TEXT, port INTEGER,"
        let apiID = version < 3 ? "" : "api_id INTEGER,"
        let username = version < 4 ? "username TEXT," : ""
        var statements = [
            """
            CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, \(address) \(apiID) test_mode INTEGER, auth_key BLOB,
            date INTEGER NOT NULL, user_id INTEGER, is_bot INTEGER)
            """,
            """
            CREATE TABLE peers (id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL, \(username)
            phone_number TEXT, last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER)))
            """,
            "CREATE TABLE version (number INTEGER PRIMARY KEY)", "CREATE INDEX idx_peers_id ON peers (id)",
            "CREATE INDEX idx_peers_phone_number ON peers (phone_number)", trigger,
            "INSERT INTO version VALUES (\(version))",
        ]
        if version < 4 { statements.append("CREATE INDEX idx_peers_username ON peers (username)") }
        for step in 4...6 where step <= version { statements += steps(to: step) }
        let values = version < 3 ? "2, NULL, NULL, 0, NULL, NULL" : "2, NULL, NULL, NULL, 0, NULL, NULL"
        let inAddress =
            version < 7 ? values : values.replacing("2, ", with: "2, '149.154.167.51', 443, ", maxReplacements: 1)
        return statements + ["INSERT INTO sessions VALUES (\(inAddress))"]
    }

    /// The statements of a script that has no other semicolons.
    static func each(of script: String) -> [String] { script.components(separatedBy: ";") }

    /// A file of version 6 that sealed rows are kept in, numbered.
    static var numbered: [String] {
        fresh(6) + ["ALTER TABLE peers ADD COLUMN sealed BLOB", "ALTER TABLE update_state ADD COLUMN sealed BLOB"]
            + ["DROP TRIGGER trg_peers_last_update_on", "BEGIN"]
            + each(of: NumberedTables.numbering(former: "former")) + ["COMMIT"]
    }

    /// What the clients' own migrations run to get to this version from the one before, but for the number.
    static func steps(to version: Int) -> [String] {
        switch version {
        case 2: ["DELETE FROM peers"]
        case 3: ["ALTER TABLE sessions ADD api_id INTEGER"]
        case 4: usernames
        case 5: [states]
        case 6: ["CREATE INDEX idx_usernames_id ON usernames (id)"]
        case 7:
            [
                "ALTER TABLE sessions ADD server_address TEXT", "ALTER TABLE sessions ADD port INTEGER",
                "UPDATE sessions SET server_address = '149.154.167.91', port = 443",
            ]
        default: []
        }
    }

    /// A file of `first` that the clients' own migrations brought to `last`.
    static func migrated(_ first: Int, to last: Int, rows: [String]) -> [String] {
        fresh(first) + rows + (first..<last).flatMap { steps(to: $0 + 1) } + ["UPDATE version SET number = \(last)"]
    }

    static let key = [UInt8](repeating: 0xA5, count: 256)

    /// A session of DC 4, and some peers with usernames where the version has those.
    static func rows(_ version: Int) -> [String] {
        let key = "x'" + String(repeating: "A5", count: 256) + "'"
        var rows = [
            "UPDATE sessions SET dc_id = 4, test_mode = 0, auth_key = \(key), date = 7, user_id = 9, is_bot = 1"
        ]
        if version >= 3 { rows.append("UPDATE sessions SET api_id = 6") }
        if version >= 7 { rows.append("UPDATE sessions SET server_address = '149.154.167.91', port = 443") }
        let columns = "id, access_hash, type, phone_number, last_update_on"
        rows.append(
            """
            INSERT INTO peers (\(columns)) VALUES (777000, 5, 'user', '42777', 1600000000),
            (-100, 0, 'group', NULL, 1600000001), (-1000000000001, -6, 'channel', NULL, 1600000002),
            (8, NULL, 'bot', '', 1600000003)
            """)
        if version < 4 {
            // Without the trigger, which would write the present time.
            rows += [
                "DROP TRIGGER trg_peers_last_update_on", "UPDATE peers SET username = 'telegram' WHERE id = 777000",
                "UPDATE peers SET username = 'durov' WHERE id = -1000000000001",
                "UPDATE peers SET username = '' WHERE id = 8", trigger,
            ]
        } else {
            rows.append("INSERT INTO usernames VALUES (777000, 'telegram'), (-1000000000001, 'durov')")
        }
        if version >= 5 { rows.append("INSERT INTO update_state VALUES (0, 1, 2, 3, NULL)") }
        return rows
    }

    /// The tables of `last`, and still the number of `first`: a migration that was stopped before its end.
    static func halfMigrated(_ first: Int, _ last: Int) -> [String] {
        migrated(first, to: last, rows: rows(first)) + ["UPDATE version SET number = \(first)"]
    }

    /// What pyrofork makes of a file of Pyrogram's 3, once it stored a username.
    static let pyrofork = [
        states, "UPDATE version SET number = 4",
        """
        CREATE TABLE usernames (id TEXT PRIMARY KEY, peer_id INTEGER NOT NULL, last_update_on INTEGER NOT NULL DEFAULT
        (CAST(STRFTIME('%s', 'now') AS INTEGER)))
        """,
        """
        CREATE TRIGGER trg_usernames_last_update_on AFTER UPDATE ON usernames BEGIN UPDATE usernames
        SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER) WHERE id = NEW.id; END
        """,
    ]

    static let telethon = [
        "CREATE TABLE version (version INTEGER PRIMARY KEY)", "INSERT INTO version VALUES (8)",
        """
        CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, server_address TEXT, port INTEGER, auth_key BLOB,
        takeout_id INTEGER, tmp_auth_key BLOB)
        """,
        """
        CREATE TABLE entities (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, username TEXT, phone INTEGER, name TEXT,
        date INTEGER)
        """,
    ]

    static let foreignTrigger =
        "CREATE TRIGGER t AFTER UPDATE ON sessions BEGIN INSERT INTO peers (id, type) VALUES (1, NEW.auth_key); END"
}
