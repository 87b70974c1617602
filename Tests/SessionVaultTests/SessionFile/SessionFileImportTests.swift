import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct SessionFileImportTests {
    private static let read = FixtureFile.all.filter { fixture in
        switch fixture.schema {
        case .pyrogram, .pyrotgfork, .kurigram, .pyrofork, .telethon: true
        default: false
        }
    }

    private func session() async throws -> Session { try await ExportFixture.empty() }

    private func peers(of session: Session) async throws -> [PeerRecord] {
        var peers: [PeerRecord] = []
        try await session.storage.forEachPage { peers += $0 }
        return peers.sorted { $0.id < $1.id }
    }

    /// What Telethon's file can say of a peer.
    private func asEntity(_ peer: PeerRecord) -> PeerRecord {
        var peer = peer
        peer.type = ["bot": "user", "supergroup": "channel"][peer.type] ?? peer.type
        return peer
    }

    @Test(arguments: read)
    func `a file that a real client wrote is taken over, and stays as it is`(_ fixture: FixtureFile) async throws {
        try await Scratch.run { scratch in
            let file = try fixture.copy(to: scratch)
            try scratch.setMode(0o644, "x.session")
            let before = try scratch.contents
            let count = fixture.peers.count
            let session = try await session()
            let told = Shared<[RowProgress]>([])
            try await #expect(
                session.import(sessionFile: file.path) { progress in told.change { $0.append(progress) } } == count)
            #expect(told.value == [.init(rowsDone: 0, rowsTotal: count), .init(rowsDone: count, rowsTotal: count)])
            try #expect(scratch.contents == before)
            try #expect(scratch.mode("x.session") == 0o644)

            let expected = try fixture.session
            let isTelethon = if case .telethon = fixture.schema { true } else { false }
            try #expect(.plain(session.authKey) == expected.authKey)
            try #expect(session.dataCenter == expected.dataCenter)
            try #expect(session.account == (isTelethon ? nil : expected.account))
            try #expect(session.apiID == (expected.apiID == 0 ? nil : expected.apiID))
            // Two that have the same ones would both miss updates.
            try await #expect(session.updateStates().isEmpty)
            try await #expect(peers(of: session) == fixture.peers.map { isTelethon ? asEntity($0) : $0 })
            let reachable = try #require(fixture.peers.last { $0.phoneNumber != nil })
            try await #expect(session.peer(phoneNumber: reachable.phoneNumber ?? "")?.id == reachable.id)
        }
    }

    @Test(arguments: ["DELETE", "WAL"])
    func `a file in use is not read, and one that was killed is, with its log`(_ journal: String) async throws {
        try await Scratch.run { scratch in
            let fixture = try #require(Self.read.first { $0.name == "telethon-8" })
            let path = try fixture.copy(to: scratch).path
            let session = try await session()
            let holder = try scratch.holder(
                "x.session", "PRAGMA journal_mode=\(journal)",
                "INSERT INTO entities VALUES (5, 6, 'late', NULL, 'A Name', 1)", "BEGIN IMMEDIATE")
            await #expect(throws: VaultError.locked(pid: holder.pid)) { try await session.import(sessionFile: path) }
            holder.kill()
            let before = try scratch.contents
            try await #expect(session.import(sessionFile: path) == 11)
            try #expect(scratch.contents == before)
            try await #expect(session.peer(id: 5)?.usernames == ["late"])
        }
    }

    @Test func `what is refused changes neither the session nor the file`() async throws {
        try await Scratch.run { scratch in
            let session = try await session()
            let path = scratch.path("x.session")
            func expectRefused(_ error: VaultError) async throws {
                let before = try scratch.contents
                await #expect(throws: error) { try await session.import(sessionFile: path) }
                try #expect(scratch.contents == before)
                #expect(throws: VaultError.noSession) { try session.authKey }
            }
            try await expectRefused(.unsuitableFile(.missing, path: path))
            for fixture in FixtureFile.refused where !Self.read.contains(where: { $0.name == fixture.name }) {
                _ = try fixture.copy(to: scratch)
                try await expectRefused(.unsupportedSchema(try #require(fixture.schema), path: path))
                try FileManager.default.removeItem(atPath: path)
            }
            let fixture = try #require(Self.read.first { $0.name == "telethon-8" })
            _ = try fixture.copy(to: scratch)
            try scratch.sqlite("x.session", "UPDATE version SET version = 9")
            try await expectRefused(.unsupportedSchema(.telethon(version: 9), path: path))
            try scratch.sqlite(
                "x.session", "UPDATE version SET version = 8", "UPDATE entities SET hash = 'x' WHERE id = 777000")
            try await expectRefused(.invalidValue(column: "access_hash"))
            // Nobody has to have the peers.
            try await #expect(session.import(sessionFile: path, includingPeers: false) == 0)
            try await #expect(peers(of: session).isEmpty)
            _ = try session.authKey
        }
    }

    @Test func `a file without a key, with a sealed one or with several is refused`() async throws {
        try await Scratch.run { scratch in
            let fixture = try #require(Self.read.first { $0.name == "telethon-8" })
            let path = try fixture.copy(to: scratch).path
            let session = try await session()
            for (statement, error) in [
                ("INSERT INTO sessions (dc_id) VALUES (5)", .invalidValue(column: "dc_id")),
                ("DELETE FROM sessions WHERE dc_id = 5", nil), ("UPDATE sessions SET auth_key = x''", .noSession),
                ("UPDATE sessions SET auth_key = zeroblob(256)", .invalidAuthKey(length: 0)),
                ("DELETE FROM sessions", .noSession),
            ] as [(String, VaultError?)] {
                try #expect(scratch.sqlite("x.session", statement) == "")
                if let error { await #expect(throws: error) { try await session.import(sessionFile: path) } }
            }
            let sealed = FileStorage("sealed", directory: scratch.directory)
            _ = try await VaultFixture(sealed)
            await #expect(throws: VaultError.encrypted) { try await session.import(sessionFile: sealed.path) }
        }
    }

    @Test func `another session is replaced when that is said, and a peer seen later is kept`() async throws {
        try await Scratch.run { scratch in
            let fixture = try #require(Self.read.first { $0.name == "pyrofork-4" })
            let path = try fixture.copy(to: scratch).path
            let session = Session(MemoryStorage(), clock: { 1_800_000_000 })
            try await session.open()
            try await session.replace(authKey: .random(), dataCenter: DataCenter(id: 1))
            let old = try session.authKey
            await #expect(throws: VaultError.sessionExists) { try await session.import(sessionFile: path) }
            try #expect(session.authKey == old)
            try await session.import(sessionFile: path, replacing: true)
            try #expect(.plain(session.authKey) == fixture.session.authKey)
            try await session.update([Peer.user(777_000, ["new"])])
            try await session.import(sessionFile: path)
            try await #expect(session.peer(id: 777_000)?.usernames == ["new"])
            try await #expect(session.peer(id: 6_000_000_003)?.usernames == ["anna", "anna_at_work", "a_third"])
        }
    }

    @Test func `a damaged file is found out before anything is taken over`() async throws {
        try await Scratch.run { scratch in
            let fixture = try #require(Self.read.first { $0.name == "telethon-8" })
            let path = try fixture.copy(to: scratch).path
            let page = try #require(
                Int(scratch.sqlite("x.session", "SELECT rootpage FROM sqlite_master WHERE name = 'entities'")))
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seek(toOffset: UInt64(page - 1) * 4096)
            try file.write(contentsOf: Data(repeating: 0xFF, count: 64))
            try file.close()
            let session = try await session()
            await #expect(throws: VaultError.damagedFile(path: path)) { try await session.import(sessionFile: path) }
            #expect(throws: VaultError.noSession) { try session.authKey }
            #expect(throws: VaultError.damagedFile(path: path)) { try Inspection.ofSession(path) }
        }
    }

    @Test func `a session's own file is locked by itself`() async throws {
        try await Scratch.run { scratch in
            let file = FileStorage("x", directory: scratch.directory)
            let session = try await ExportFixture.session(file)
            await #expect(throws: VaultError.locked(pid: LockHolder.ownPID)) {
                try await session.import(sessionFile: file.path, replacing: true)
            }
            try await session.close()
        }
    }
}
