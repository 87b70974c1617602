import Testing

@testable import SessionVault

@Suite struct TelethonFileTests {
    private static let key = "x'" + String(repeating: "07", count: 256) + "'"

    /// The tables as Telethon made them in the version, with a session and two entities.
    private func make(_ version: Int, _ scratch: Scratch) throws {
        let takeout = (version >= 5 ? ", takeout_id integer" : "") + (version >= 8 ? ", tmp_auth_key blob" : "")
        let date = version >= 7 ? ", date integer" : ""
        try #expect(
            scratch.sqlite(
                "x.session", "CREATE TABLE version (version integer primary key)",
                "INSERT INTO version VALUES (\(version))",
                """
                CREATE TABLE sessions (dc_id integer primary key, server_address text, port integer, auth_key blob\(takeout))
                """,
                "INSERT INTO sessions (dc_id, server_address, port, auth_key) VALUES (2, '149.154.167.51', 443, \(Self.key))",
                """
                CREATE TABLE entities (
                    id integer primary key, hash integer not null, username text, phone integer, name text\(date))
                """,
                "INSERT INTO entities (id, hash, username, phone, name) VALUES (7, 8, 'somebody', 15550100, 'A Name')",
                "INSERT INTO entities (id, hash) VALUES (-1000000000009, 10), (-9, 0), (0, 99)") == "")
        try scratch.setMode(0o600, "x.session")
    }

    @Test(arguments: 1...8)
    func `each of its versions is read`(_ version: Int) async throws {
        try await Scratch.run { scratch in
            try make(version, scratch)
            let session = try await ExportFixture.empty()
            try await #expect(session.import(sessionFile: scratch.path("x.session")) == 3)
            try #expect(session.dataCenter == DataCenter(id: 2))
            try #expect(session.dataCenter.address == "149.154.167.51")
            try #expect(session.account == nil)
            try await #expect(
                session.peer(id: 7)
                    == Peer(id: 7, accessHash: 8, kind: .user, usernames: ["somebody"], phoneNumber: "15550100"))
            try await #expect(session.peer(id: -1_000_000_000_009)?.kind == .channel)
            try await #expect(session.peer(id: -9)?.kind == .group)
            try await #expect(session.peer(id: 0) == nil)
        }
    }

    @Test func `tables that are not its own are nobody's`() async throws {
        try await Scratch.run { scratch in
            try make(8, scratch)
            try scratch.sqlite("x.session", "ALTER TABLE entities RENAME COLUMN phone TO telephone")
            let session = try await ExportFixture.empty()
            let path = scratch.path("x.session")
            await #expect(throws: VaultError.unsupportedSchema(.unknown, path: path)) {
                try await session.import(sessionFile: path)
            }
        }
    }

    @Test(arguments: [
        ("149.154.167.40", 2, true), ("149.154.167.40", 1, false), ("149.154.167.51", 2, false),
        ("2001:67c:4e8:f002::e", 2, true), ("2001:067c:04e8:f002:0000:0000:0000:000e", 2, true),
        ("2001:067c:04e8:f002:0000:0000:0000:000a", 2, false), ("2001:67C:4E8:F002::E", 2, true),
        ("2001:b28:f23d:f003::e", 3, true), ("2001:b28:f23d:f003::e", 4, false), ("::", 2, false), ("", 2, false),
        ("1:2:3:4:5:6:7:8:9", 2, false), ("a host", 2, false),
    ])
    func `a DC is one of the test environment's by its address alone`(
        _ address: String, _ dataCenter: Int, _ isTest: Bool
    ) {
        #expect(ImportedTables.isTest(address, of: dataCenter) == isTest)
    }
}
