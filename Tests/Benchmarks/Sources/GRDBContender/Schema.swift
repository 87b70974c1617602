/// pyrotgfork's version 6, which is what the library's plain files are of.
enum Schema {
    static let script = """
        CREATE TABLE sessions (
            dc_id INTEGER PRIMARY KEY, api_id INTEGER, test_mode INTEGER, auth_key BLOB, date INTEGER NOT NULL,
            user_id INTEGER, is_bot INTEGER
        );
        CREATE TABLE peers (
            id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL, phone_number TEXT,
            last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER))
        );
        CREATE TABLE version (number INTEGER PRIMARY KEY);
        CREATE TABLE usernames (id INTEGER, username TEXT, FOREIGN KEY (id) REFERENCES peers(id));
        CREATE TABLE update_state (
            id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER
        );
        CREATE INDEX idx_peers_id ON peers (id);
        CREATE INDEX idx_peers_phone_number ON peers (phone_number);
        CREATE INDEX idx_usernames_id ON usernames (id);
        CREATE INDEX idx_usernames_username ON usernames (username);
        CREATE TRIGGER trg_peers_last_update_on
            AFTER UPDATE
            ON peers
        BEGIN
            UPDATE peers
            SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER)
            WHERE id = NEW.id;
        END;
        INSERT INTO version VALUES (6);
        """
}
