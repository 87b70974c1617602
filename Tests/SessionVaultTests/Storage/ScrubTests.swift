import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct ScrubTests {
    private static let count = 2000
    private static let names = (0..<count).map { "\(($0 * 7919) % count)_person" }
    private static let phones = (0..<count).map { "7999\(1_000_000 + ($0 * 6101) % count)" }

    private func token() -> String {
        (0..<32).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
    }

    /// Fills a storage with peers, and seals them, as a migration would.
    private func seal(_ storage: FileStorage, _ key: AuthKey) async throws {
        try await storage.open()
        try await #expect(storage.replaceSession(nil, with: .sample(key)))
        try await storage.apply(
            Self.names.indices.map {
                .setPeer(
                    PeerRecord(
                        id: Int64($0), accessHash: 1, type: "user", usernames: [Self.names[$0]],
                        phoneNumber: Self.phones[$0], date: 1))
            })
        try await storage.close()
        try await storage.open()
        try await #expect(storage.replaceSession(.sample(key), with: .sealedSample()))
        for start in stride(from: 0, to: Self.count, by: 100) {
            try await storage.apply(
                (start..<start + 100).flatMap { index -> [StorageChange] in
                    let row = PeerRecord(
                        id: .random(in: .min ... .max), accessHash: 0, type: "0", usernames: [token()],
                        phoneNumber: token(), date: 0, sealed: (0..<100).map { _ in .random(in: 0...255) })
                    return [.removePeer(id: Int64(index)), .setPeer(row)]
                })
        }
        // The log goes with the close: what is left is left in the file.
        try await storage.close()
        try await storage.open()
    }

    private func patterns(_ key: AuthKey) -> RemnantPatterns {
        RemnantPatterns(authKey: key, phoneNumbers: Self.phones, usernames: Self.names)
    }

    @Test(arguments: [FileStorage.Journal.writeAheadLog, .rollback])
    func `after a migration and a scrub nothing is left`(_ journal: FileStorage.Journal) async throws {
        try await Scratch.run { scratch in
            let key = try AuthKey.random()
            let storage = FileStorage("x", directory: scratch.directory, journal: journal)
            try await seal(storage, key)
            let patterns = patterns(key)
            let after = try #require(try await storage.scrub(patterns))
            #expect(after.isClean)
            #expect(after.authKey.searched == 16)
            #expect(after.phoneNumbers.searched == Self.count && after.usernames.searched == Self.count)
            #expect(after.bytesRead == (try FileFacts.of(storage.path)?.size))
            let log = storage.path + (journal == .writeAheadLog ? "-wal" : "-journal")
            try #expect(FileFacts.of(log)?.size == 0)
            try await storage.close()
            // What the search says is what another reader of the bytes sees.
            let seen = try scratch.python(
                """
                data = open("\(storage.path)", "rb").read().lower()
                print(sum(w.encode() in data for w in \(Self.names + Self.phones)))
                """)
            #expect(seen == "0")
        }
    }

    @Test(arguments: [FileStorage.Journal.writeAheadLog, .rollback])
    func `a row that is removed is overwritten in the file, without a rewrite`(
        _ journal: FileStorage.Journal
    ) async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory, journal: journal)
            try await storage.open()
            try await storage.apply([
                .setPeer(PeerRecord(id: 1, accessHash: 2, type: "user", phoneNumber: "79991234567", date: 3))
            ])
            try await storage.close()
            let isThere = "print(b'79991234567' in open('\(storage.path)', 'rb').read())"
            try #expect(scratch.python(isThere) == "True")
            try await storage.open()
            try await storage.apply([.removePeer(id: 1)])
            try await storage.close()
            try #expect(scratch.python(isThere) == "False")
        }
    }

    @Test func `the log is emptied before the rewrite, which goes through it`() async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(scratch.path("x.session")))
            _ = try store.open()
            try store.write { database in
                try database.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: 1))])
                // The rewrite fails, a checkpoint does not.
                try database.connection.execute("PRAGMA query_only=ON", "stop writes")
                #expect(throws: SQLiteError.self) { try database.scrub(RemnantPatterns(authKey: nil)) }
                try #expect(FileFacts.of(scratch.path("x.session-wal"))?.size == 0)
            }
            try store.close()
        }
    }

    @Test func `what was removed and left lying is found without the rewrite, and gone with it`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage(path: try scratch.copyFixture())
            let key = try AuthKey((0..<256).map { UInt8(($0 * 7 + 1) % 256) })
            // As a program that does not ask for secure deletion removes it.
            try scratch.sqlite(
                "real.session", "PRAGMA secure_delete=OFF", "DELETE FROM peers", "DELETE FROM usernames",
                "UPDATE sessions SET auth_key = NULL")
            try await storage.open()
            let patterns = RemnantPatterns(
                authKey: key, phoneNumbers: ["42777"], usernames: ["telegram", "durov", "tests", "nobody"])
            let lying = try await storage.engine.read { try $0.read(or: nil) { try $0.search(patterns) } }
            // SQLite's list of free cells takes the first bytes of one.
            #expect(lying?.authKey.found == 15)
            #expect(lying?.phoneNumbers.found == 1)
            #expect(lying?.usernames == .init(searched: 4, found: 3))
            try await #expect(storage.scrub(patterns)?.isClean == true)
            try await storage.close()
        }
    }

    @Test func `what is there in the clear is found, in the file and in the log`() async throws {
        try await Scratch.run { scratch in
            let key = try AuthKey.random()
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await #expect(storage.replaceSession(nil, with: .sample(key)))
            let peer = PeerRecord(
                id: 1, accessHash: 1, type: "user", usernames: ["Somebody"], phoneNumber: "4917212345", date: 1)
            try await storage.apply([.setPeer(peer)])
            let patterns = RemnantPatterns(
                authKey: key, phoneNumbers: ["4917212345", "111222333"], usernames: ["sOMEBODY", "nobody"])
            // Nothing is in the file itself yet.
            try #expect(FileFacts.of(storage.path + "-wal")?.size != 0)
            for report in [
                try await storage.engine.read { try $0.read(or: nil) { try $0.search(patterns) } },
                try await storage.scrub(patterns),
            ] {
                #expect(report?.authKey == .init(searched: 16, found: 16))
                #expect(report?.phoneNumbers == .init(searched: 2, found: 1))
                #expect(report?.usernames == .init(searched: 2, found: 1))
            }
            try await storage.close()
        }
    }

    @Test func `words of the schema, of tokens and of sealed bytes are no remnants of their rows`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            let words = ["peers", "sqlite", "trigger", "index", "sessions", "decade", "inside", "nvelope"]
            let padding = { (count: Int) in (0..<count).map { _ in UInt8.random(in: 128...255) } }
            let row = PeerRecord(
                id: 1, accessHash: 0, type: "0", usernames: ["0123decade0123456789abcdef012345"],
                phoneNumber: "abcdef79991234567abcdef012345678", date: 0,
                sealed: padding(90) + Array("inside".utf8) + padding(90))
            let large = PeerRecord(
                id: 2, accessHash: 0, type: "0", date: 0,
                sealed: (0..<409).flatMap { _ in Array("inside".utf8) + padding(4) })
            let envelope = SessionRecord(
                authKey: .envelope(
                    StoredKey.envelopeMagic + (0..<900).flatMap { _ in Array("nvelope".utf8) + padding(10) }), dcID: 0)
            try await storage.apply([.setPeer(row), .setPeer(large)])
            try await #expect(storage.replaceSession(nil, with: envelope))
            let patterns = RemnantPatterns(authKey: nil, phoneNumbers: ["79991234567"], usernames: words)
            let report = try #require(try await storage.scrub(patterns))
            // The words of large values are there often enough to be split between pages; one kept whole is enough.
            #expect(report.phoneNumbers.found == 0)
            #expect(report.usernames.found == 0)

            // The same words in a plain row are what they say.
            let plain = PeerRecord(
                id: 3, accessHash: 0, type: "user", usernames: ["decade", "peers"], phoneNumber: "79991234567", date: 0)
            try await storage.apply([.setPeer(plain)])
            let found = try #require(try await storage.scrub(patterns))
            #expect(found.phoneNumbers.found == 1)
            #expect(found.usernames.found == 2)
            try await storage.close()
        }
    }

    private func contains(_ text: String, _ scratch: Scratch) throws -> Bool {
        try scratch.contents.values.contains { $0.range(of: Data(text.utf8)) != nil }
    }

    @Test func `usernames of no peer go, and are searched for`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage(path: try scratch.copyFixture())
            try scratch.sqlite(
                "real.session", "INSERT INTO usernames VALUES (NULL, 'nobodys_name'), (123456, 'gone_name')",
                "INSERT INTO usernames VALUES (NULL, x'FF'), (NULL, NULL)")
            try #expect(contains("nobodys_name", scratch) && contains("gone_name", scratch))
            let names = try scratch.sqlite("real.session", "SELECT count(*) FROM usernames JOIN peers USING (id)")
            let sealed = storage.encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
            let report = try #require(try await sealed.encrypt())
            #expect(report.isClean)
            try #expect(report.usernames.searched == #require(Int(names)) + 2)
            try #expect(!contains("nobodys_name", scratch) && !contains("gone_name", scratch))
            try #expect(scratch.sqlite("real.session", "SELECT 1 FROM usernames WHERE id IS NULL") == "")
        }
    }

    @Test func `with peers that stay plain, names of no peer go too, and prove nothing`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage(path: try scratch.copyFixture())
            try scratch.sqlite(
                "real.session", "INSERT INTO usernames VALUES (NULL, 'nobodys_name'), (NULL, 'telegram')")
            let sealed = storage.encrypted(
                with: try Passphrase("a passphrase"), coverage: .authKey, derivation: .minimum)
            let report = try #require(try await sealed.encrypt())
            #expect(report.isClean && report.usernames.searched == 0)
            try #expect(!contains("nobodys_name", scratch))
            try await storage.open()
            try await #expect(storage.peer(.username("telegram"))?.id == 777000)
            try await storage.close()
        }
    }

    @Test(arguments: [false, true])
    func `what an index holds of a row that is gone goes`(isSealed: Bool) async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            // The index is forgotten while the row is removed, and found again as it was.
            _ = try scratch.python(
                """
                import sqlite3
                def run(work):
                    c = sqlite3.connect("\(path)", isolation_level=None)
                    c.execute("PRAGMA writable_schema=ON")
                    found = work(c)
                    c.close()
                    return found
                def fill(c):
                    c.execute("PRAGMA secure_delete=OFF")
                    c.execute("INSERT INTO peers VALUES (77, 1, 'user', '199955500123', 5)")
                    c.execute("INSERT INTO usernames VALUES (77, 'gone_name')")
                    return c.execute("SELECT * FROM sqlite_master WHERE type = 'index' AND sql <> ''").fetchall()
                indexes = run(fill)
                run(lambda c: c.execute("DELETE FROM sqlite_master WHERE type = 'index' AND sql <> ''"))
                run(lambda c: c.execute("DELETE FROM peers WHERE id = 77"))
                run(lambda c: c.execute("DELETE FROM usernames WHERE id = 77"))
                run(lambda c: c.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", indexes))
                """)
            try #expect(contains("gone_name", scratch) && contains("199955500123", scratch))
            let storage = FileStorage(path: path)
            if isSealed {
                try await storage.encrypted(with: try Passphrase("a passphrase"), derivation: .minimum).encrypt()
            } else {
                try await storage.open()
                _ = try await storage.scrub(RemnantPatterns(authKey: nil))
                try await storage.close()
            }
            try #expect(!contains("gone_name", scratch) && !contains("199955500123", scratch))
        }
    }

    @Test func `a first session leaves nothing in the clear of what was there before, also after a kill`() async throws
    {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            try scratch.sqlite(
                "real.session", "PRAGMA secure_delete=OFF", "UPDATE sessions SET auth_key = NULL",
                "INSERT INTO usernames VALUES (NULL, 'nobodys_name')")
            let record = SessionRecord.sample(try .random())
            struct Killed: Error {}
            let file = HookedStorage(FileStorage(path: path))
            let storage = file.encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
            try await storage.open()
            // The rows are removed by then, and what they left is there.
            file.before { if case .scrub = $0 { throw Killed() } }
            await #expect(throws: Killed.self) { try await storage.replaceSession(nil, with: record) }
            file.before { _ in }
            try await storage.close()
            try #expect(contains("nobodys_name", scratch))
            try await storage.open()
            try await #expect(storage.replaceSession(nil, with: record))
            try await storage.close()
            try #expect(!contains("nobodys_name", scratch) && !contains("telegram", scratch))
        }
    }
}
