import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct SessionInspectionTests {
    private static let journals = ["DELETE", "TRUNCATE", "PERSIST", "WAL"]

    /// Inspects a file, and makes sure that nothing in its directory was changed by that.
    private func inspect(_ name: String = "x.session", in scratch: Scratch) throws -> InspectedSession {
        let (contents, mode) = (try scratch.contents, try scratch.mode(name))
        defer {
            #expect(throws: Never.self) {
                try #expect(scratch.contents == contents)
                try #expect(scratch.mode(name) == mode)
            }
        }
        return try Inspection.ofSession(scratch.path(name))
    }

    @Test(arguments: FixtureFile.all)
    func `a file of every schema is inspected as it is`(_ fixture: FixtureFile) async throws {
        try await Scratch.run { scratch in
            _ = try fixture.copy(to: scratch)
            let session = try inspect(in: scratch)
            #expect(session.schema == fixture.schema)
            #expect(session.key == .plain)
            if fixture.contents.opened != nil {
                #expect(session.peers.count == fixture.peers.count)
                #expect(session.updateStates.count == fixture.updateStates.count)
            }
            #expect(session.peers.count > 0)
            #expect(session.peers.sealed + session.updateStates.sealed == 0)
            #expect(session.mode == 0o600)
            try #expect(session.size == scratch.contents["x.session"]?.count)
            #expect(session.warnings.contains(.plainKey))
            #expect(
                session.warnings.contains(.refusedSchema(session.schema)) == (fixture.contents.opened == nil))
        }
    }

    @Test(arguments: journals)
    func `whatever a file keeps its journal in, an inspection leaves that, the mode and the sealed rows`(
        _ journal: String
    ) async throws {
        try await Scratch.run { scratch in
            try scratch.copyFixture(as: "x.session")
            let file = FileStorage(path: scratch.path("x.session"))
            try await file.encrypted(with: Passphrase("a passphrase"), derivation: .minimum).encrypt()
            try scratch.sqlite("x.session", "PRAGMA journal_mode=\(journal)")
            try scratch.setMode(0o644, "x.session")
            let session = try inspect(in: scratch)
            let vault = try #require(session.vault)
            #expect(vault.kind == .vault && vault.rowsSealed && !vault.isInTransition)
            #expect(vault.version.epoch == 1)
            #expect(vault.slots.map(\.kind) == [.passphrase(.minimum)])
            #expect(session.peers.sealed == session.peers.count && session.peers.count > 0)
            #expect(session.plainRows == 0)
            #expect(session.warnings.contains(.singleSlot))
            #expect(session.warnings.contains(.derivationBelowStandard(vault.slots[0].id, .minimum)))
            #expect(session.warnings.contains(.readableByOthers(mode: 0o644)))
            #expect(!session.warnings.contains(.plainKey))
        }
    }

    @Test func `a plain row in a vault whose rows are sealed is counted and warned of`() async throws {
        try await Scratch.run { scratch in
            let base = FileStorage("x", directory: scratch.directory)
            _ = try await VaultFixture(base, peers: 4)
            try scratch.sqlite(
                "x.session", "INSERT INTO peers (id, access_hash, type, last_update_on) VALUES (1, 2, 'user', 3)")
            let session = try inspect(in: scratch)
            #expect(session.peers == .init(count: 5, sealed: 4))
            #expect(session.updateStates == .init(count: 3, sealed: 3))
            #expect(session.warnings.contains(.plainRows(1)))
        }
    }

    @Test func `a vault of the key alone, and one in transition, say so`() async throws {
        try await Scratch.run { scratch in
            let base = FileStorage("x", directory: scratch.directory)
            let fixture = try await VaultFixture(base, coverage: .authKey)
            try #expect(inspect(in: scratch).warnings.contains(.rowsNotSealed))
            var envelope = try await fixture.envelope()
            envelope.flags.insert(.transition)
            try await fixture.put(envelope)
            try #expect(inspect(in: scratch).warnings.contains(.migrationPending))
            envelope.flags.insert(.rowsSealed)
            envelope.epoch = 2
            try await fixture.put(envelope)
            try #expect(inspect(in: scratch).warnings.contains(.migrationPending))
            try scratch.sqlite("x.session", "DELETE FROM peers", "DELETE FROM update_state")
            try #expect(inspect(in: scratch).warnings.contains(.rekeyPending))
        }
    }

    @Test func `a file that a client has open is locked, and names the process`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture(as: "x.session")
            let holder = try scratch.holder("x.session", "BEGIN IMMEDIATE")
            #expect(throws: VaultError.locked(pid: holder.pid)) { try Inspection.ofSession(path) }
            #expect(throws: VaultError.locked(pid: holder.pid)) { try Inspection.ofFile(path) }
            holder.end()
            for locking in [FileStorage.Locking.exclusive, .shared] {
                let storage = FileStorage(path: path, locking: locking)
                try await storage.open()
                #expect(throws: VaultError.locked(pid: LockHolder.ownPID)) { try Inspection.ofSession(path) }
                #expect(throws: VaultError.locked(pid: LockHolder.ownPID)) { try Inspection.ofFile(path) }
                _ = try await storage.peers(after: nil, limit: 1)
                try await storage.close()
            }
            _ = try inspect(in: scratch)
        }
    }

    @Test func `what a file is beside and is not there makes none`() async throws {
        try await Scratch.run { scratch in
            let path = scratch.path("x.session")
            for inspect in [{ _ = try Inspection.ofSession($0) }, { _ = try Inspection.ofFile($0) }] {
                #expect(throws: VaultError.unsuitableFile(.missing, path: path)) { try inspect(path) }
                #expect(throws: VaultError.unsuitableFile(.missingDirectory, path: path + "/x")) {
                    try inspect(path + "/x")
                }
            }
            try #expect(scratch.names.isEmpty)
            try Data([1]).write(to: URL(filePath: path + "-wal"))
            #expect(throws: VaultError.unsuitableFile(.orphanedJournal, path: path)) { try Inspection.ofSession(path) }
            try #expect(scratch.names == ["x.session-wal"])
        }
    }

    @Test func `a log that a killed client left is read, told of and left`() async throws {
        try await Scratch.run { scratch in
            try scratch.copyFixture(as: "x.session")
            let before = try inspect(in: scratch)
            #expect(!before.hasLog)
            try scratch.holder(
                "x.session", "PRAGMA journal_mode=WAL",
                "INSERT INTO peers (id, access_hash, type, last_update_on) VALUES (1, 2, 'user', 3)"
            ).kill()
            let session = try inspect(in: scratch)
            #expect(session.hasLog && !session.hasJournal)
            #expect(session.warnings.contains(.logBeside))
            #expect(session.peers.count == before.peers.count + 1)
        }
    }

    @Test func `what is no session, no key or no database is told apart`() async throws {
        try await Scratch.run { scratch in
            let path = scratch.path("x.session")
            for (bytes, flaw) in [("", VaultError.FileFlaw.empty), ("not a database", .notADatabase)] {
                try Data(bytes.utf8).write(to: URL(filePath: path))
                #expect(throws: VaultError.unsuitableFile(flaw, path: path)) { try Inspection.ofFile(path) }
            }
            try FileManager.default.removeItem(atPath: path)
            try scratch.sqlite("x.session", "CREATE TABLE t (a)")
            let other = try inspect(in: scratch)
            #expect(other.schema == .unknown && other.key == .none && other.peers.count == 0)

            try FileManager.default.removeItem(atPath: path)
            let storage = FileStorage(path: path)
            try await storage.open()
            try await storage.close()
            let new = try inspect(in: scratch)
            #expect(new.key == .none && new.warnings.isEmpty)
            try scratch.sqlite("x.session", "UPDATE sessions SET auth_key = x'0102'")
            #expect(throws: VaultError.invalidStoredKey(length: 2)) { try inspect(in: scratch) }
        }
    }
}
