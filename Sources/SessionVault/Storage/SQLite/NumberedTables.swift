internal import VaultSQLite

/// The tables of peers and usernames that sealed rows are kept in where no other client's rows are: the family's by name
/// and columns, with a number for each row.
///
/// In the family's tables a peer is where its id says, and an id's token says nothing but chance: each peer of a batch is
/// written to another page, and so is each entry of five indexes. Here a peer comes after the one before it, whatever its
/// token, and its usernames at its number times 256. That needs no index of the peers that usernames are of, makes one of
/// the ids of use, which repeats the table in the family's, and finds a peer by its username without the row in between.
/// A new peer writes half the pages, and a file has an eighth fewer bytes.
///
/// The number says in which order peers were first stored, which those of `usernames` say in the family's tables too.
enum NumberedTables {
    static let number = "number"

    /// How many usernames a peer has room for. A sealed row counts them in a byte.
    static let mostNames = 256

    private static let operation: StaticString = "number the rows of sealed peers"

    private static let peers = """
        CREATE TABLE peers (
            id INTEGER NOT NULL, access_hash INTEGER, type INTEGER NOT NULL, phone_number TEXT,
            last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER)), sealed BLOB,
            \(number) INTEGER PRIMARY KEY
        )
        """
    private static let usernames = """
        CREATE TABLE usernames (
            id INTEGER, username TEXT, \(number) INTEGER PRIMARY KEY, FOREIGN KEY (id) REFERENCES peers(id)
        )
        """
    private static let indexOfIDs = "CREATE UNIQUE INDEX idx_peers_id ON peers (id)"
    private static let indexesOfNames = """
        CREATE INDEX idx_peers_phone_number ON peers (phone_number);
        CREATE INDEX idx_usernames_username ON usernames (username)
        """

    /// What a number can be: that of a username has eight bits more.
    static func isUsable(_ number: Int64) -> Bool { (number << 8) >> 8 == number }

    /// Puts them in the place of the family's, with their rows by their ids, in the transaction that is open: of sealed
    /// rows these are tokens, whose order says nothing. Where the schema is not exactly the family's of today, with the
    /// columns of sealed rows, or a peer has too many usernames, they are left as they are.
    ///
    /// - Returns: Whether the tables are numbered now.
    static func replaceFamilys(in connection: Connection) throws -> Bool {
        guard try texts(of: connection) == familysTexts else { return false }
        let names = "SELECT 1 FROM usernames GROUP BY id HAVING count(*) > \(mostNames) LIMIT 1"
        guard try connection.first(names, operation, { _ in }) == nil else { return false }
        try rename(in: connection, by: numbering(former: freeName()))
        return true
    }

    /// Puts the family's tables back, with the column of sealed rows, all peers and their usernames, in the transaction
    /// that is open.
    static func giveWay(in connection: Connection) throws {
        try rename(in: connection, by: givingWay(former: freeName()))
    }

    /// What others may have in the schema is not to follow the tables to names that are soon gone.
    private static func rename(in connection: Connection, by script: String) throws {
        try connection.execute("PRAGMA legacy_alter_table=ON", operation)
        defer { try? connection.execute("PRAGMA legacy_alter_table=OFF", operation) }
        try connection.execute(script, operation)
    }

    /// One that nobody can have taken before.
    private static func freeName() -> String { "former_" + String(UInt64.random(in: 0 ... .max), radix: 16) }

    /// The rows are read in the order of an index that is there, and indexes are made when all rows are: to sort rows
    /// takes memory. That of usernames' peers stays with the former table.
    static func numbering(former: String) -> String {
        """
        DROP INDEX idx_peers_id; DROP INDEX idx_peers_phone_number; DROP INDEX idx_usernames_username;
        \(setAside(former));
        \(peers);
        \(usernames);
        INSERT INTO peers (id, access_hash, type, phone_number, last_update_on, sealed)
            SELECT id, access_hash, type, phone_number, last_update_on, sealed FROM \(former)_peers ORDER BY id;
        \(indexOfIDs);
        INSERT INTO usernames (id, username, \(number))
            SELECT u.id, u.username,
                p.\(number) * \(mostNames) + row_number() OVER (PARTITION BY u.id ORDER BY u.rowid) - 1
            FROM \(former)_usernames u JOIN peers p ON p.id = u.id;
        \(dropAside(former));
        \(indexesOfNames)
        """
    }

    /// A username that is not at its peer's number is nobody's, and stays behind.
    static func givingWay(former: String) -> String {
        """
        \(setAside(former));
        \(PyrotgforkSchema.peers);
        ALTER TABLE peers ADD COLUMN sealed BLOB;
        \(PyrotgforkSchema.usernames);
        INSERT INTO peers (id, access_hash, type, phone_number, last_update_on, sealed)
            SELECT id, access_hash, type, phone_number, last_update_on, sealed FROM \(former)_peers ORDER BY id;
        INSERT INTO usernames (id, username)
            SELECT u.id, u.username FROM \(former)_usernames u
            JOIN \(former)_peers p ON p.\(number) = u.\(number) >> 8 AND p.id = u.id ORDER BY u.\(number);
        \(dropAside(former));
        \(PyrotgforkSchema.additions)
        """
    }

    private static func setAside(_ former: String) -> String {
        "ALTER TABLE usernames RENAME TO \(former)_usernames; ALTER TABLE peers RENAME TO \(former)_peers"
    }

    private static func dropAside(_ former: String) -> String {
        "DROP TABLE \(former)_usernames; DROP TABLE \(former)_peers"
    }

    /// What the schema says of these tables and of all that is nobody's here, without any white space.
    private static func texts(of connection: Connection) throws -> [String] {
        let sql = """
            SELECT sql FROM sqlite_master WHERE tbl_name NOT IN ('sessions', 'update_state', 'version') ORDER BY name
            """
        var texts: [String] = []
        _ = try connection.first(sql, operation) { row in
            repeat { texts.append(withoutSpace(row.text(0) ?? "")) } while try row.step()
        }
        return texts
    }

    /// By name: the four indexes, and the two tables.
    private static let familysTexts: [String] = {
        let indexes = PyrotgforkSchema.indexes.map { "CREATE INDEX \($0.name) ON \($0.columns)" }
        let peers = PyrotgforkSchema.peers.dropLast() + ", sealed BLOB)"
        return (indexes + [String(peers), PyrotgforkSchema.usernames]).map(withoutSpace)
    }()

    private static func withoutSpace(_ sql: String) -> String { sql.filter { !$0.isWhitespace } }
}
