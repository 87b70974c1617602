import Foundation
import Testing

@testable import SessionVault

/// Files whose tables are trees that lead to one page by many ways, or whose rows are out of order: a scan ends.
@Suite struct DamagedTreeTests {
    /// Puts four levels of pages over a table's or an index's one leaf, each of which leads to the next by every entry:
    /// some 10^11 rows, or 10^10 entries, in the bytes of a few.
    private func multiply(_ tree: String, in name: String, _ scratch: Scratch) throws {
        _ = try scratch.python(
            """
            import sqlite3
            path = "\(scratch.path(name))"
            c = sqlite3.connect(path)
            size = c.execute("PRAGMA page_size").fetchone()[0]
            root, kind = c.execute("SELECT rootpage, type FROM sqlite_master WHERE name = '\(tree)'").fetchone()
            c.close()
            data = bytearray(open(path, "rb").read())
            pages, leaf = len(data) // size, bytes(data[(root - 1) * size:root * size])
            first = int.from_bytes(leaf[8:10], "big")
            entry = leaf[first:first + 1 + leaf[first]]
            def interior(child):
                page, number, top = bytearray(size), 0, size
                page[0] = 5 if kind == "table" else 2
                page[8:12] = child.to_bytes(4, "big")
                while top - 64 > 12 + 2 * (number + 1):
                    cell = child.to_bytes(4, "big") + (bytes([1 + number % 127]) if kind == "table" else entry)
                    top -= len(cell)
                    page[top:top + len(cell)] = cell
                    page[12 + 2 * number:14 + 2 * number] = top.to_bytes(2, "big")
                    number += 1
                page[3:5], page[5:7] = number.to_bytes(2, "big"), top.to_bytes(2, "big")
                return bytes(page)
            data[(root - 1) * size:root * size] = interior(pages + 1)
            for level in range(1, 4): data += interior(pages + 1 + level)
            data += leaf
            data[28:32] = (len(data) // size).to_bytes(4, "big")
            data[92:96] = data[24:28]
            open(path, "wb").write(data)
            """)
    }

    private func file(_ schema: Int, _ rows: [String], _ tree: String, _ scratch: Scratch) throws -> FileStorage {
        try scratch.sqlite(
            "x.session", ["PRAGMA journal_mode=DELETE"] + FamilySQL.fresh(schema) + FamilySQL.rows(schema) + rows)
        try scratch.setMode(0o600, "x.session")
        try multiply(tree, in: "x.session", scratch)
        return FileStorage("x", directory: scratch.directory)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a file of an early schema whose peers have no end is refused, and not migrated`() async throws {
        try await Scratch.run { scratch in
            let storage = try file(3, ["DELETE FROM peers WHERE id <> 777000"], "peers", scratch)
            let before = try scratch.contents
            await #expect(throws: VaultError.damagedFile(path: storage.path)) { try await storage.open() }
            try #expect(scratch.contents == before)
        }
    }

    private static let damage: [(tree: String, rows: [String])] = [
        ("peers", ["DELETE FROM peers WHERE id <> 777000", "DELETE FROM usernames"]), ("update_state", []),
        ("usernames", ["DELETE FROM usernames WHERE username <> 'telegram'"]),
        ("idx_usernames_id", ["DELETE FROM usernames WHERE username <> 'telegram'"]),
        ("idx_usernames_username", ["DELETE FROM usernames WHERE username <> 'telegram'"]),
        ("idx_peers_phone_number", ["DELETE FROM peers WHERE id <> 777000"]),
    ]

    /// What is not looked at is not found damaged; what is ends.
    @Test(.timeLimit(.minutes(5)), arguments: damage.indices)
    func `every call ends on a tree that has no end, and nothing is sealed`(_ index: Int) async throws {
        try await Scratch.run { scratch in
            let (tree, rows) = Self.damage[index]
            let storage = try file(6, rows, tree, scratch)
            let sealed = storage.encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
            let before = try scratch.contents
            await #expect(throws: VaultError.damagedFile(path: storage.path)) { try await sealed.encrypt() }
            try #expect(scratch.contents == before)
            try await storage.open()
            var found: [VaultError] = []
            let calls: [(FileStorage) async throws -> Void] = [
                { _ = try await $0.peers(after: nil, limit: 500) }, { _ = try await $0.updateStates() },
                { _ = try await $0.peer(.username("telegram")) }, { _ = try await $0.peer(.phoneNumber("42777")) },
                { _ = try await $0.scrub(RemnantPatterns(authKey: nil)) },
            ]
            for call in calls {
                do { try await call(storage) } catch let error as VaultError { found.append(error) }
            }
            #expect(!found.isEmpty)
            #expect(found.allSatisfy { $0 == .damagedFile(path: storage.path) })
            try await storage.close()
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `peers whose ids do not ascend are refused, and not listed for ever`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await #expect(storage.replaceSession(nil, with: .sample(try .random())))
            try await storage.apply(
                (200..<1_200).map { .setPeer(PeerRecord(id: $0, accessHash: 1, type: "user", date: 1)) })
            try await storage.close()
            // The last id becomes one of the first.
            _ = try scratch.python(
                """
                import sqlite3
                c = sqlite3.connect("\(storage.path)")
                leaves = "SELECT max(pageno) FROM dbstat WHERE name = 'peers' AND pagetype = 'leaf'"
                page = c.execute(leaves).fetchone()[0]
                size = c.execute("PRAGMA page_size").fetchone()[0]
                c.close()
                data = bytearray(open("\(storage.path)", "rb").read())
                start = (page - 1) * size
                last = start + 8 + 2 * (int.from_bytes(data[start + 3:start + 5], "big") - 1)
                cell = start + int.from_bytes(data[last:last + 2], "big")
                data[cell + 1:cell + 3] = bytes([0x81, 0x50])
                open("\(storage.path)", "wb").write(data)
                """)
            let session = Session(storage)
            try await session.open()
            await #expect(throws: VaultError.damagedFile(path: storage.path)) {
                for try await _ in session.peers {}
            }
            try await session.close()
            let sealed = storage.encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
            await #expect(throws: VaultError.damagedFile(path: storage.path)) { try await sealed.encrypt() }
        }
    }

    @Test func `indexes that are not those of the rows are made anew before the first row is sealed`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            // Nobody keeps the index meanwhile, and it is there again as it was.
            let sql = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master WHERE name = 'idx_usernames_id'"
            _ = try scratch.python(
                """
                import sqlite3
                def run(*statements):
                    c = sqlite3.connect("\(path)", isolation_level=None)
                    c.execute("PRAGMA writable_schema=ON")
                    for statement in statements: found = c.execute(*statement).fetchall()
                    c.close()
                    return found
                index = run(["\(sql)"])[0]
                run(["DELETE FROM sqlite_master WHERE name = 'idx_usernames_id'"])
                run(["INSERT INTO usernames VALUES (777000, 'second_name')"])
                run(["INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", index])
                """)
            let sealed = FileStorage(path: path).encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
            try await #expect(sealed.encrypt()?.isClean == true)
            try await sealed.open()
            try await #expect(sealed.peer(.username("second_name"))?.id == 777000)
            try await sealed.close()
        }
    }

    @Test(arguments: ["peers (id", "sessions (dc_id", "update_state (id", "version (number"])
    func `a key that is not the row's own id is not of a session's schema`(_ start: String) async throws {
        try await Scratch.run { scratch in
            let key = "CREATE TABLE " + start + " INTEGER PRIMARY KEY"
            let statements = FamilySQL.fresh(6).map { $0.replacing(key, with: key + " DESC") }
            #expect(statements != FamilySQL.fresh(6))
            try scratch.sqlite("x.session", statements)
            try scratch.setMode(0o600, "x.session")
            let storage = FileStorage("x", directory: scratch.directory)
            await #expect(throws: VaultError.unsupportedSchema(.unknown, path: storage.path)) {
                try await storage.open()
            }
        }
    }
}
