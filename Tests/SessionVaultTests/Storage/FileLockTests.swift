import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct FileLockTests {
    @Test func `while a file is open here, no other process reads or writes it`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            for statement in ["SELECT * FROM version", "DELETE FROM sessions", "PRAGMA journal_mode=DELETE"] {
                try #expect(scratch.sqlite("x.session", statement) == "error: database is locked")
            }
            // A search of the files, and a storage that was turned away, leave the lock where it is.
            _ = try await storage.scrub(RemnantPatterns(authKey: nil, usernames: ["nobody"]))
            await #expect(throws: VaultError.locked(pid: getpid())) { try await FileStorage(path: storage.path).open() }
            await #expect(throws: VaultError.locked(pid: getpid())) {
                try await FileStorage(path: storage.path).delete()
            }
            try #expect(scratch.sqlite("x.session", "SELECT * FROM version") == "error: database is locked")
            try await storage.close()
            try #expect(scratch.sqlite("x.session", "SELECT * FROM version") == "6")
        }
    }

    @Test(arguments: [["PRAGMA journal_mode=WAL", "SELECT * FROM version"], ["BEGIN EXCLUSIVE"], ["BEGIN IMMEDIATE"]])
    func `a file that another process has open is locked by it`(statements: [String]) async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            let holder =
                statements.count == 1
                ? try scratch.holder("real.session", statements[0])
                : try scratch.holder("real.session", statements[0], statements[1])
            let before = try scratch.contents
            let storage = FileStorage(path: path)
            await #expect(throws: VaultError.locked(pid: holder.pid)) { try await storage.open() }
            await #expect(throws: VaultError.locked(pid: holder.pid)) { try await storage.delete() }
            try #expect(scratch.contents == before)
            holder.end()
            try await storage.open()
            try await storage.close()
        }
    }

    @Test func `a second storage of this process is turned away, whatever name it uses`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            await #expect(throws: VaultError.alreadyOpen) { try await storage.open() }
            let link = scratch.path("directory")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: scratch.directory)
            for other in [storage.path, link + "/x.session", scratch.directory + "/./x.session"] {
                await #expect(throws: VaultError.locked(pid: getpid())) { try await FileStorage(path: other).open() }
            }
            try await storage.close()
            try await FileStorage(path: link + "/x.session").open()
        }
    }

    @Test func `letting a storage go without a close releases the file and keeps what was written`() async throws {
        try await Scratch.run { scratch in
            for pts in 1...3 as ClosedRange<Int64> {
                let storage = FileStorage("x", directory: scratch.directory)
                try await storage.open()
                try await #expect(storage.updateStates().first?.pts == (pts == 1 ? nil : pts - 1))
                try await storage.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: pts))])
            }
            try #expect(scratch.names == ["x.session"])
        }
    }

    @Test func `an open that fails gives the file back`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            try scratch.sqlite("real.session", "UPDATE version SET number = 99")
            let storage = FileStorage(path: path)
            await #expect(throws: VaultError.self) { try await storage.open() }
            try #expect(scratch.sqlite("real.session", "UPDATE version SET number = 6") == "")
            try await storage.open()
            try await storage.close()
        }
    }

    @Test func `what a crashed process left in the log, or in a rollback journal, is there`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            let holder = try scratch.holder(
                "real.session", "PRAGMA journal_mode=WAL", "UPDATE sessions SET api_id = 99")
            holder.kill()
            let storage = FileStorage(path: path)
            try await storage.open()
            try await #expect(storage.session()?.apiID == 99)
            try await storage.close()
            try #expect(scratch.names == ["real.session"])

            try scratch.sqlite("real.session", "PRAGMA journal_mode=DELETE")
            let second = try scratch.holder(
                "real.session", "PRAGMA cache_size=1", "PRAGMA cache_spill=1", "BEGIN",
                "UPDATE sessions SET api_id = 5",
                "UPDATE peers SET phone_number = hex(randomblob(50000))")
            second.kill()
            try #expect(scratch.names == ["real.session", "real.session-journal"])
            try await storage.open()
            try await #expect(storage.session()?.apiID == 99)
            try await #expect(storage.peer(.phoneNumber("42777")) != nil)
            try #expect(scratch.names.contains("real.session-journal") == false)
            try await storage.close()
            try #expect(scratch.names == ["real.session"])
        }
    }

    @Test func `a rollback journal that another program keeps goes, with the old pages in it`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            try scratch.sqlite("real.session", "PRAGMA journal_mode=PERSIST", "UPDATE peers SET phone_number = '1'")
            let journal = try #require(FileManager.default.contents(atPath: path + "-journal"))
            #expect(journal.range(of: Data("42777".utf8)) != nil)
            let storage = FileStorage(path: path)
            try await storage.open()
            try #expect(scratch.names.contains("real.session-journal") == false)
            try await storage.close()
        }
    }
}
