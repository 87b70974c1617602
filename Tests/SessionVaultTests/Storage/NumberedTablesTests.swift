import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct NumberedTablesTests {
    /// All that a schema says, and all that the tables of peers hold, by columns that both layouts have.
    private static let schema = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
    private static let rows = [
        "SELECT id, access_hash, type, phone_number, last_update_on FROM peers ORDER BY id",
        "SELECT id, username FROM usernames ORDER BY id, username",
    ]
    private static let hasNumbers = "SELECT count(*) FROM pragma_table_info('peers') WHERE name = 'number'"

    private func sealed(_ id: Int64, _ usernames: [String], _ phoneNumber: String? = nil, _ byte: UInt8 = 1)
        -> PeerRecord
    {
        PeerRecord(
            id: id, accessHash: 0, type: "0", usernames: usernames, phoneNumber: phoneNumber, date: 0, sealed: [byte])
    }

    @Test func `peers are numbered as they come, and found by everything that they have`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            var peers = [sealed(.max, ["a", "b"], "1"), sealed(.min, ["c"]), sealed(0, [], "2"), sealed(7, ["d"])]
            try await storage.apply(peers.map { .setPeer($0) })
            for opening in 0..<2 {
                for peer in peers {
                    let lookups =
                        [.id(peer.id)] + peer.usernames.map { .username($0) }
                        + (peer.phoneNumber.map { [PeerLookup.phoneNumber($0)] } ?? [])
                    for lookup in lookups { try await #expect(storage.peer(lookup) == peer) }
                }
                try await #expect(storage.peers(after: nil, limit: 9) == peers.sorted { $0.id < $1.id })
                try await #expect(storage.peer(.username("e")) == nil)
                try await storage.close()
                if opening == 0 {
                    try #expect(
                        scratch.sqlite("x.session", "SELECT id FROM peers ORDER BY number")
                            == "\(Int64.max)\n\(Int64.min)\n0\n7")
                    try #expect(
                        scratch.sqlite("x.session", "SELECT number FROM usernames ORDER BY number")
                            == "256\n257\n512\n1024")
                }
                try await storage.open()
            }
            // Each kind of change: names and number, number alone, names alone, bytes alone, nothing left.
            peers = [
                sealed(.max, ["a2", "b", "c2"], "3", 2), sealed(.min, ["c"], "4", 3), sealed(0, ["n"], "2", 4),
                sealed(7, ["d"], nil, 5),
            ]
            try await storage.apply(peers.map { .setPeer($0) })
            try await #expect(storage.peers(after: nil, limit: 9) == peers.sorted { $0.id < $1.id })
            for lookup in [PeerLookup.username("a"), .phoneNumber("1")] {
                try await #expect(storage.peer(lookup) == nil)
            }
            for name in ["a2", "b", "c2"] { try await #expect(storage.peer(.username(name)) == peers[0]) }
            try await storage.apply([.setPeer(sealed(.max, [])), .removePeer(id: 7), .removePeer(id: 8)])
            try await #expect(storage.peer(.username("b")) == nil)
            try await #expect(storage.peer(.username("d")) == nil)
            // The last number is free again, and none of its names is.
            try await storage.apply([.setPeer(sealed(9, ["e"]))])
            try await #expect(storage.peer(.id(9)) == sealed(9, ["e"]))
            try await storage.close()
            try #expect(scratch.sqlite("x.session", "SELECT number FROM peers WHERE id = 9") == "4")
            try #expect(scratch.sqlite("x.session", "PRAGMA integrity_check", "PRAGMA foreign_key_check") == "ok")
        }
    }

    @Test(arguments: [true, false])
    func `a session sealed in place is numbered, by tokens, and unsealed into the family's tables`(
        isReal: Bool
    ) async throws {
        try await Scratch.run { scratch in
            if isReal {
                try scratch.copyFixture(as: "x.session")
            } else {
                let plain = FileStorage("x", directory: scratch.directory)
                try await plain.open()
                try await #expect(plain.replaceSession(plain.session(), with: .sample(.random())))
                try await plain.apply(
                    (0..<700).map { number in
                        let names = (0..<(number % 3)).map { "name_\(number)_\($0)" }
                        return .setPeer(
                            PeerRecord(
                                id: Int64(number * 7919 % 1000), accessHash: 1, type: "user", usernames: names,
                                phoneNumber: number.isMultiple(of: 2) ? "7999\(1_000_000 + number)" : nil, date: 5))
                    })
                try await plain.close()
            }
            try scratch.setMode(0o600, "x.session")
            let (schema, rows) = (
                try scratch.sqlite("x.session", Self.schema), try Self.rows.map { try scratch.sqlite("x.session", $0) }
            )
            let storage = FileStorage("x", directory: scratch.directory)
                .encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
            try await #expect(storage.encrypt()?.isClean == true)
            try #expect(scratch.sqlite("x.session", Self.hasNumbers) == "1")
            // What comes first is what has the lowest token: nothing is said of ids or names.
            let order = "SELECT group_concat(id) FROM (SELECT id FROM peers ORDER BY"
            try #expect(
                scratch.sqlite("x.session", order + " number)") == scratch.sqlite("x.session", order + " id)"))
            try #expect(scratch.sqlite("x.session", "PRAGMA integrity_check", "PRAGMA foreign_key_check") == "ok")
            try await storage.decryptToPlaintext()
            try #expect(scratch.sqlite("x.session", Self.schema) == schema)
            for (sql, before) in zip(Self.rows, rows) { try #expect(scratch.sqlite("x.session", sql) == before) }
        }
    }

    @Test(arguments: [
        "CREATE VIEW named AS SELECT p.id, u.username FROM peers p JOIN usernames u ON u.id = p.id",
        "CREATE TABLE notes (peer INTEGER REFERENCES peers(id), note TEXT)",
        "CREATE INDEX dates ON peers (last_update_on)",
    ])
    func `what others have made of the schema keeps its tables, sealed and not`(addition: String) async throws {
        try await Scratch.run { scratch in
            try scratch.copyFixture(as: "x.session")
            try scratch.setMode(0o600, "x.session")
            try #expect(scratch.sqlite("x.session", addition) == "")
            let schema = try scratch.sqlite("x.session", Self.schema)
            let storage = FileStorage("x", directory: scratch.directory)
                .encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
            try await #expect(storage.encrypt()?.isClean == true)
            try #expect(scratch.sqlite("x.session", Self.hasNumbers) == "0")
            try await storage.open()
            try await #expect(storage.peers(after: nil, limit: 1).count == 1)
            try await storage.close()
            try await storage.decryptToPlaintext()
            try #expect(scratch.sqlite("x.session", Self.schema) == schema)
        }
    }

    @Test func `a view that came while the rows were sealed is as it was when they are plain`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            let envelope = SessionRecord.sealedSample()
            try await #expect(storage.replaceSession(storage.session(), with: envelope))
            try await storage.apply([.setPeer(sealed(1, ["a"]))])
            try await storage.close()
            let view = "CREATE VIEW named AS SELECT p.id, u.username FROM peers p JOIN usernames u ON u.id = p.id"
            try #expect(scratch.sqlite("x.session", view, "SELECT username FROM named") == "a")
            try await storage.open()
            try await storage.apply([
                .setPeer(PeerRecord(id: 1, accessHash: 2, type: "user", usernames: ["b"], date: 0))
            ])
            try await #expect(storage.replaceSession(envelope, with: .sample(.random())))
            try await storage.close()
            try #expect(scratch.sqlite("x.session", Self.hasNumbers, "SELECT username FROM named") == "0\nb")
        }
    }

    @Test func `rows that another program leaves among them are nobody's, and take no peer's place`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            let (first, last) = (sealed(1, ["a", "b"], "1"), sealed(2, ["c"]))
            try await storage.apply([.setPeer(first), .setPeer(last)])
            try await storage.close()
            // As the family's clients write a peer.
            try #expect(
                scratch.sqlite(
                    "x.session", "REPLACE INTO peers (id, access_hash, type, phone_number) VALUES (3, 4, 'user', '5')",
                    "INSERT INTO usernames (id, username) VALUES (3, 'stray'), (3, 'other')",
                    "INSERT INTO usernames (number, id, username) VALUES (4 << 8, 3, 'later')") == "")
            try await storage.open()
            for peer in [first, last] { try await #expect(storage.peer(.id(peer.id)) == peer) }
            try await #expect(storage.peer(.id(3))?.usernames == [])
            let new = sealed(4, ["d", "e"])
            try await storage.apply([.setPeer(new), .setPeer(sealed(2, ["c", "f", "g"]))])
            try await #expect(storage.peer(.id(4)) == new)
            try await #expect(storage.peer(.username("d")) == new)
            try await #expect(storage.peer(.username("g")) == sealed(2, ["c", "f", "g"]))
            _ = try await storage.scrub(RemnantPatterns(authKey: nil))
            try await storage.close()
            try #expect(
                scratch.sqlite("x.session", "SELECT username FROM usernames ORDER BY username") == "a\nb\nc\nd\ne\nf\ng"
            )
        }
    }

    @Test func `a username that was planted is no peer's when the rows are plain again`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            let envelope = SessionRecord.sealedSample()
            try await #expect(storage.replaceSession(storage.session(), with: envelope))
            try await storage.apply([.setPeer(sealed(-1, ["a"])), .setPeer(sealed(-2, ["b"]))])
            try await storage.close()
            // Of peers that will be plain: anywhere, where the next ones will be, and where one is that stays.
            try #expect(
                scratch.sqlite(
                    "x.session", "INSERT INTO usernames VALUES (7, 'planted', 1 << 40)",
                    "INSERT INTO usernames VALUES (7, 'planted too', 3 << 8 | 5), (8, 'and here', 4 << 8 | 5)",
                    "INSERT INTO usernames VALUES (8, 'beside', 1 << 8 | 5)") == "")
            try await storage.open()
            let plain = [7, 8].map {
                PeerRecord(id: $0, accessHash: 1, type: "user", usernames: ["own_\($0)"], date: 0)
            }
            for (token, peer) in zip([-1, -2] as [Int64], plain) {
                try await storage.apply([.setPeer(peer), .removePeer(id: token)])
            }
            try await storage.close()
            try #expect(
                scratch.sqlite("x.session", "INSERT INTO usernames VALUES (7, 'planted last', 1 << 40), (9, 'no', 1)")
                    == "")
            try await storage.open()
            try await #expect(storage.replaceSession(envelope, with: .sample(.random())))
            try await #expect(storage.peers(after: nil, limit: 9) == plain)
            try await storage.close()
            try #expect(
                scratch.sqlite("x.session", Self.hasNumbers, "SELECT username FROM usernames ORDER BY 1")
                    == "0\nown_7\nown_8")
        }
    }

    @Test func `nor is one that was planted at a number that comes to be the next one`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.apply([-1, -2, -3].map { .setPeer(sealed($0, [])) })
            try await storage.apply([.removePeer(id: -2)])
            try await storage.close()
            let plant = "INSERT INTO usernames VALUES (8, 'planted', 2 << 8 | 5)"
            try #expect(scratch.sqlite("x.session", plant) == "")
            try await storage.open()
            try await storage.apply(
                [.removePeer(id: -1), .removePeer(id: -3)] + [7, 8].map { .setPeer(sealed($0, [])) })
            try await #expect(storage.peers(after: nil, limit: 9) == [sealed(7, []), sealed(8, [])])
            try await storage.close()
            try #expect(
                scratch.sqlite("x.session", "SELECT number FROM peers WHERE id = 8", "SELECT count(*) FROM usernames")
                    == "2\n0")
        }
    }

    @Test func `what an index hides does not come to light as a plain peer`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
                .encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
            try await storage.open()
            try await #expect(storage.replaceSession(nil, with: .sample(.random())))
            let peers = [5, 6].map { PeerRecord(id: $0, accessHash: 6, type: "user", usernames: ["n\($0)"], date: 0) }
            try await storage.apply(peers.map { .setPeer($0) })
            try await storage.close()
            // The index is left as it was while rows come: one of ours, and one that is none.
            let root = "(SELECT rootpage FROM sqlite_master WHERE name = 'idx_peers_id')"
            try #expect(
                scratch.sqlite(
                    "x.session", "CREATE TABLE hidden AS SELECT * FROM peers WHERE number = 2",
                    "DELETE FROM peers WHERE number = 2",
                    "CREATE TABLE aside AS SELECT rootpage, sql FROM sqlite_master WHERE rootpage = \(root)",
                    "PRAGMA writable_schema=ON", "DELETE FROM sqlite_master WHERE name = 'idx_peers_id'",
                    "PRAGMA writable_schema=RESET", "INSERT INTO peers SELECT * FROM hidden",
                    "INSERT INTO peers (id, access_hash, type) VALUES (42, 1, 'user')",
                    "PRAGMA writable_schema=ON",
                    "INSERT INTO sqlite_master SELECT 'index', 'idx_peers_id', 'peers', rootpage, sql FROM aside",
                    "DROP TABLE aside", "DROP TABLE hidden", "PRAGMA writable_schema=RESET",
                    "SELECT count(*) FROM peers INDEXED BY idx_peers_id WHERE id = 42") == "0")
            try await storage.decryptToPlaintext()
            try #expect(scratch.sqlite("x.session", "SELECT id FROM peers ORDER BY id") == "5\n6")
        }
    }

    @Test func `a file that is rewritten has no order of peers any more`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            let peers = (0..<300).map { sealed(.random(in: .min ... .max), ["name_\($0)", "other_\($0)"], "\($0)") }
            try await storage.apply(peers.map { .setPeer($0) })
            _ = try await storage.scrub(RemnantPatterns(authKey: nil))
            let sorted = peers.sorted { $0.id < $1.id }
            try await #expect(storage.peers(after: nil, limit: 999) == sorted)
            try await #expect(storage.peer(.username("other_7")) == peers[7])
            try await storage.close()
            try #expect(
                scratch.sqlite("x.session", "SELECT id FROM peers ORDER BY number")
                    == sorted.map { "\($0.id)" }.joined(separator: "\n"))
            try #expect(scratch.sqlite("x.session", "SELECT count(*) FROM usernames WHERE number >> 8 > 300") == "0")
        }
    }

    @Test func `a peer with more usernames than there is room for is refused, and nothing of its batch is written`()
        async throws
    {
        let storage = MemoryStorage()
        try await storage.open()
        let most = sealed(1, (0..<NumberedTables.mostNames).map { "name_\($0)" })
        try await storage.apply([.setPeer(most)])
        try await #expect(storage.peer(.username("name_255")) == most)
        let more = sealed(2, (0...NumberedTables.mostNames).map { "more_\($0)" })
        await #expect(throws: VaultError.unstorableValue(field: "usernames")) {
            try await storage.apply([.setPeer(sealed(3, ["c"])), .setPeer(more)])
        }
        try await #expect(storage.peers(after: nil, limit: 9) == [most])
    }

    @Test func `numbers and ids that are none are damage, and nothing is written over`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            let beyond = "UPDATE peers SET number = \(Int64(1) << 55)"
            for (damage, lookup) in [(beyond, nil), ("UPDATE peers SET id = 'text'", PeerLookup.username("a"))] {
                try await storage.open()
                try await storage.apply([.setPeer(sealed(1, ["a"]))])
                try await storage.close()
                try #expect(scratch.sqlite("x.session", damage) == "")
                let before = try scratch.contents
                try await storage.open()
                if let lookup {
                    await #expect(throws: VaultError.invalidValue(column: "id")) { try await storage.peer(lookup) }
                } else {
                    for peer in [sealed(1, ["b"]), sealed(2, [])] {
                        await #expect(throws: VaultError.damagedFile(path: storage.path)) {
                            try await storage.apply([.setPeer(peer)])
                        }
                    }
                }
                try await storage.close()
                try #expect(scratch.contents == before)
                try await storage.delete()
            }
        }
    }
}
