import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

/// A file that several processes have open: the other one is Python's SQLite.
@Suite struct SharedFileTests {
    private static let state = [StorageChange.setUpdateState(UpdateStateRecord(id: 0, pts: 7))]

    private func withShared(
        _ journal: FileStorage.Journal = .writeAheadLog, _ body: (FileStorage, Scratch) async throws -> Void
    ) async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory, locking: .shared, journal: journal)
            try await storage.open()
            try await body(storage, scratch)
        }
    }

    @Test(arguments: [FileStorage.Journal.writeAheadLog, .rollback])
    func `another process reads and writes beside it`(_ journal: FileStorage.Journal) async throws {
        try await withShared(journal) { storage, scratch in
            try await storage.apply(Self.state)
            try #expect(scratch.sqlite("x.session", "SELECT pts FROM update_state") == "7")
            try #expect(scratch.sqlite("x.session", "UPDATE update_state SET pts = 8") == "")
            try await #expect(storage.updateStates().map(\.pts) == [8])
            let other = try scratch.holder("x.session", "SELECT * FROM version")
            try await storage.apply(Self.state)
            try await #expect(storage.updateStates().map(\.pts) == [7])
            // Within this process it has one storage, since POSIX locks are the process's.
            await #expect(throws: VaultError.locked(pid: getpid())) {
                try await FileStorage(path: storage.path, locking: .shared).open()
            }
            try await storage.close()
            other.end()
            let again = FileStorage(path: storage.path)
            try await again.open()
            try await #expect(again.updateStates().map(\.pts) == [7])
            try await again.close()
            try #expect(scratch.names == ["x.session"])
        }
    }

    @Test(arguments: [FileStorage.Journal.writeAheadLog, .rollback])
    func `a backup has what another process wrote before it`(_ journal: FileStorage.Journal) async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory, locking: .shared, journal: journal)
            let session = Session(storage)
            try await session.open()
            try await session.update((1...3_000).map { Peer.user($0, ["name\($0)"]) })
            try scratch.sqlite("x.session", "UPDATE peers SET access_hash = 77 WHERE id = 2999")
            try await session.backup(to: scratch.path("copy.session"))
            let copy = FileStorage("copy", directory: scratch.directory)
            try await copy.open()
            try await #expect(copy.peers(after: nil, limit: .max).count == 3_000)
            try await #expect(copy.peer(.id(2_999))?.accessHash == 77)
            try await copy.close()
            try await session.close()
        }
    }

    @Test func `an earlier schema is not migrated while others may have it open`() async throws {
        try await Scratch.run { scratch in
            let fixture = try #require(FixtureFile.opened.first { $0.name == "pyrogram-3" })
            let alone = try fixture.copy(to: scratch)
            let shared = FileStorage(path: alone.path, locking: .shared)
            let before = try scratch.contents
            await #expect(throws: VaultError.needsExclusive) { try await shared.open() }
            try #expect(scratch.contents == before)
            try await alone.open()
            try await alone.close()
            try await shared.open()
            try await shared.close()
        }
    }

    @Test func `two processes lose no change of the session's own values`() async throws {
        try await withShared { storage, scratch in
            var record = SessionRecord.sample(try AuthKey.random())
            record.apiID = 0
            try await #expect(storage.replaceSession(nil, with: record))
            let count = 150
            let other = Process()
            other.executableURL = URL(filePath: "/usr/bin/env")
            other.arguments = [
                "python3", "-c",
                """
                import sqlite3
                c = sqlite3.connect("\(storage.path)", timeout=60, isolation_level=None)
                for _ in range(\(count)): c.execute("UPDATE sessions SET api_id = api_id + 1")
                """,
            ]
            try other.run()
            var made = 0
            while made < count {
                do {
                    let old = try #require(try await storage.session())
                    var new = old
                    new.apiID += 1
                    if try await storage.replaceSession(old, with: new) { made += 1 }
                } catch VaultError.locked(pid: nil) {}
            }
            other.waitUntilExit()
            #expect(other.terminationStatus == 0)
            try await #expect(storage.session()?.apiID == Int32(2 * count))
            try await storage.close()
        }
    }

    @Test(arguments: [
        ["PRAGMA journal_mode=WAL", "PRAGMA locking_mode=EXCLUSIVE", "UPDATE sessions SET api_id = 1"],
        ["PRAGMA journal_mode=DELETE", "PRAGMA locking_mode=EXCLUSIVE", "UPDATE sessions SET api_id = 1"],
        ["PRAGMA journal_mode=DELETE", "PRAGMA locking_mode=NORMAL", "BEGIN IMMEDIATE"],
        ["PRAGMA journal_mode=DELETE", "PRAGMA locking_mode=NORMAL", "BEGIN EXCLUSIVE"],
    ])
    func `an exclusive owner, or one whose write does not end, is named to who opens it shared`(
        _ statements: [String]
    ) async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            let holder = try scratch.holder("real.session", statements)
            let before = try scratch.contents
            for journal in [FileStorage.Journal.writeAheadLog, .rollback] {
                let storage = FileStorage(path: path, locking: .shared, journal: journal)
                await #expect(throws: VaultError.locked(pid: holder.pid)) { try await storage.open() }
                await #expect(throws: VaultError.locked(pid: holder.pid)) { try await storage.delete() }
            }
            try #expect(scratch.contents == before)
            holder.end()
            let storage = FileStorage(path: path, locking: .shared)
            try await storage.open()
            try await storage.close()
        }
    }

    @Test func `an opening waits for a write of another process that ends`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            let holder = try Scratch.Holder(
                """
                import sqlite3, time
                c = sqlite3.connect("\(path)", isolation_level=None)
                c.execute("BEGIN IMMEDIATE")
                print("held", flush=True)
                time.sleep(0.05)
                c.execute("COMMIT")
                """)
            let storage = FileStorage(path: path, locking: .shared, journal: .rollback)
            try await storage.open()
            try await storage.close()
            holder.end()
        }
    }

    @Test(arguments: [FileStorage.Journal.writeAheadLog, .rollback])
    func `a call on a busy file fails, does not hang, and can be made again`(
        _ journal: FileStorage.Journal
    ) async throws {
        try await withShared(journal) { storage, scratch in
            let holder = try scratch.holder("x.session", "BEGIN EXCLUSIVE")
            await #expect(throws: VaultError.locked(pid: nil)) { try await storage.apply(Self.state) }
            switch journal {
            case .writeAheadLog: try await #expect(storage.updateStates().isEmpty)
            case .rollback:
                await #expect(throws: VaultError.locked(pid: nil)) { try await storage.updateStates() }
            }
            holder.end()
            // A reader lets a log be written, and a rollback journal begun but not committed.
            let reader = try scratch.holder("x.session", "BEGIN", "SELECT * FROM sessions")
            switch journal {
            case .writeAheadLog: try await storage.apply(Self.state)
            case .rollback:
                await #expect(throws: VaultError.locked(pid: nil)) { try await storage.apply(Self.state) }
            }
            reader.end()
            try await storage.apply(Self.state)
            try await #expect(storage.updateStates().map(\.pts) == [7])
            try await storage.close()
        }
    }

    @Test func `a close and a write of the session wait for no reader, whose snapshot stays`() async throws {
        try await withShared { storage, scratch in
            let reader = try scratch.holder("x.session", "BEGIN", "SELECT count(*) FROM update_state")
            let record = SessionRecord.sample(try AuthKey.random())
            try await #expect(storage.replaceSession(nil, with: record))
            try await #expect(storage.replaceSession(record, with: record))
            try await storage.apply(Self.state)
            try await storage.close()
            try #expect(scratch.names == ["x.session", "x.session-shm", "x.session-wal"])
            reader.end()
            try await storage.open()
            try await #expect(storage.session() == record)
            try await #expect(storage.updateStates().map(\.pts) == [7])
            try await storage.close()
            try #expect(scratch.names == ["x.session"])
        }
    }

    @Test func `a change of the tables by another process is seen before a row is read or written`() async throws {
        try await withShared { storage, scratch in
            let plain = PeerRecord(id: 1, accessHash: 2, type: "user", date: 3)
            try await storage.apply([.setPeer(plain)])
            let sealed = PeerRecord(id: 4, accessHash: 0, type: "0", date: 0, sealed: [1, 2, 3])
            try scratch.sqlite(
                "x.session", "ALTER TABLE peers ADD COLUMN sealed BLOB",
                "ALTER TABLE update_state ADD COLUMN sealed BLOB", "UPDATE peers SET sealed = x'09'",
                "REPLACE INTO peers (id, access_hash, type, last_update_on, sealed) VALUES (4, 0, '0', 0, x'010203')")
            // What is read first after the change, in each of the ways to read.
            try await #expect(storage.peer(.id(1))?.sealed == [9])
            try await #expect(storage.peers(after: nil, limit: 9).map(\.sealed) == [[9], [1, 2, 3]])
            try scratch.sqlite(
                "x.session", "DELETE FROM peers", "ALTER TABLE peers DROP COLUMN sealed",
                "ALTER TABLE update_state DROP COLUMN sealed")
            // A write comes first: it adds the columns again, and would fail on what it remembers.
            try await storage.apply([.setPeer(sealed)])
            try await #expect(storage.peer(.id(4)) == sealed)
            // They are tables that number their rows, since there was no peer.
            try #expect(scratch.sqlite("x.session", "SELECT number FROM peers") == "1")
            try scratch.sqlite(
                "x.session",
                ["DELETE FROM peers", "BEGIN"] + FamilySQL.each(of: NumberedTables.givingWay(former: "former")) + [
                    "COMMIT", "ALTER TABLE peers DROP COLUMN sealed", "ALTER TABLE update_state DROP COLUMN sealed",
                ])
            try await storage.apply([.setPeer(plain)])
            try await #expect(storage.peer(.id(1)) == plain)
            // What another client's newer version made of it is not written into.
            try scratch.sqlite("x.session", "ALTER TABLE update_state RENAME COLUMN pts TO points")
            let error = await #expect(throws: VaultError.self) { try await storage.apply(Self.state) }
            guard case .unsupportedSchema = error else { return #expect(error == nil) }
            try await storage.close()
        }
    }

    @Test func `a delete needs everybody out`() async throws {
        try await withShared { storage, scratch in
            let other = try scratch.holder("x.session", "SELECT * FROM sessions")
            try await storage.apply(Self.state)
            let names = try scratch.names
            await #expect(throws: VaultError.locked(pid: other.pid)) { try await storage.delete() }
            try #expect(scratch.names == names)
            await #expect(throws: VaultError.notOpen) { try await storage.session() }
            try await storage.open()
            try await #expect(storage.updateStates().map(\.pts) == [7])
            other.end()
            try await storage.delete()
            try #expect(scratch.names == [])
            try await storage.delete()
        }
    }

    @Test func `two processes do not both make a vault, and none beside rows in the clear`() async throws {
        try await withShared { storage, scratch in
            try await storage.apply(Self.state)
            try await storage.close()
            let sealed = storage.encrypted(with: try Passphrase("p"), derivation: .minimum)
            try await sealed.open()
            let record = SessionRecord.sample(try AuthKey.random())
            await #expect(throws: VaultError.needsExclusive) { try await sealed.replaceSession(nil, with: record) }
            try #expect(scratch.sqlite("x.session", "SELECT pts FROM update_state") == "7")
            try scratch.sqlite("x.session", "DELETE FROM update_state")
            // Another one is faster.
            let envelope = (StoredKey.envelopeMagic + [UInt8](repeating: 0, count: 600))
                .map { String(format: "%02x", $0) }.joined()
            try scratch.sqlite(
                "x.session", "DELETE FROM sessions",
                "INSERT INTO sessions VALUES (0, 0, 0, x'\(envelope)', 0, 0, 0)")
            try await #expect(!sealed.replaceSession(nil, with: record))
            await #expect(throws: VaultError.changedMeanwhile) { try await sealed.session() }
            try await sealed.close()
        }
    }

    @Test func `what needs a single owner is refused, with nothing changed`() async throws {
        try await Scratch.run { scratch in
            let passphrase = try Passphrase("p")
            let path = try scratch.copyFixture()
            let shared = FileStorage(path: path, locking: .shared, journal: .rollback)
            let before = try scratch.contents
            let sealed = shared.encrypted(with: passphrase, derivation: .minimum)
            await #expect(throws: VaultError.needsExclusive) { try await sealed.encrypt() }
            await #expect(throws: VaultError.needsExclusive) { try await sealed.decryptToPlaintext() }
            try await shared.open()
            await #expect(throws: VaultError.needsExclusive) {
                try await shared.scrub(RemnantPatterns(authKey: nil, usernames: ["x"]))
            }
            try await shared.close()
            try #expect(scratch.contents == before)

            // A migration that was interrupted is left for an exclusive owner; a vault that is whole opens shared.
            let hooked = HookedStorage(FileStorage(path: path, journal: .rollback))
            struct Stop: Error {}
            hooked.before { if $0 == .apply { throw Stop() } }
            await #expect(throws: Stop.self) {
                try await hooked.encrypted(with: passphrase, derivation: .minimum).encrypt()
            }
            let halfway = try scratch.contents
            await #expect(throws: VaultError.needsExclusive) { try await sealed.open() }
            try #expect(scratch.contents == halfway)
            let exclusive = FileStorage(path: path).encrypted(with: passphrase, derivation: .minimum)
            try await exclusive.open()
            try await exclusive.close()
            try await sealed.open()
            try await #expect(sealed.session() != nil)
            try await sealed.close()
        }
    }
}
