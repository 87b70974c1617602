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

    /// The locks of SQLite's own, as another client takes them (<https://sqlite.org/lockingv3.html>).
    enum Lock: String, CaseIterable {
        case shared = "BEGIN; SELECT * FROM version"
        case reserved = "BEGIN IMMEDIATE"
        case exclusive = "BEGIN EXCLUSIVE"

        var statements: [String] { rawValue.components(separatedBy: "; ") }
    }

    @Test(arguments: ["DELETE", "TRUNCATE", "PERSIST", "WAL"], Lock.allCases)
    func `a file that another process has locked, however, is refused at once with its id`(
        _ journal: String, _ lock: Lock
    ) async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            let holder = try scratch.holder("real.session", ["PRAGMA journal_mode=\(journal)"] + lock.statements)
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

    /// The documents say so: who seals a file has to know it.
    @Test(arguments: ["DELETE", "TRUNCATE", "PERSIST", "WAL"])
    func `a client that has the file open and does nothing is seen by its log, and not with a rollback journal`(
        _ journal: String
    ) async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            let holder = try scratch.holder(
                "real.session", "PRAGMA journal_mode=\(journal)", "UPDATE sessions SET api_id = 99",
                "SELECT * FROM version")
            let sealed = FileStorage(path: path).encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
            if journal == "WAL" {
                await #expect(throws: VaultError.locked(pid: holder.pid)) { try await sealed.encrypt() }
                await #expect(throws: VaultError.locked(pid: holder.pid)) { try await sealed.delete() }
            } else {
                try await sealed.encrypt()
                try await sealed.delete()
                try #expect(scratch.names == [])
            }
            holder.end()
        }
    }

    @Test func `a second storage of this process is turned away, whatever name it uses`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            await #expect(throws: VaultError.alreadyOpen) { try await storage.open() }
            let link = scratch.path("directory")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: scratch.directory)
            let up = String(
                repeating: "../", count: FileManager.default.currentDirectoryPath.split(separator: "/").count)
            for other in [
                storage.path, link + "/x.session", scratch.directory + "/./x.session",
                up + scratch.directory.dropFirst() + "/x.session",
            ] {
                await #expect(throws: VaultError.locked(pid: getpid())) { try await FileStorage(path: other).open() }
            }
            try await storage.close()
            try await FileStorage(path: link + "/x.session").open()
        }
    }

    /// Whether this process may mount: `CAP_SYS_ADMIN`, which root in a container often lacks.
    private static var canMount: Bool {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
        return (line?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0) & 1 << 21 != 0
    }

    @Test(.enabled(if: canMount, "needs the right to mount"))
    func `a second storage is turned away by the file itself, where a mount gives it another path`() async throws {
        try await Scratch.run { scratch in
            for name in ["a", "b"] {
                try FileManager.default.createDirectory(
                    atPath: scratch.path(name), withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            }
            let (first, second) = (FileStorage(path: scratch.path("a/x")), FileStorage(path: scratch.path("b/x")))
            let mount = try run("mount", "--bind", scratch.path("a"), scratch.path("b"))
            try #require(mount == 0)
            defer { _ = try? run("umount", scratch.path("b")) }
            try await first.open()
            await #expect(throws: VaultError.locked(pid: getpid())) { try await second.open() }
            await #expect(throws: VaultError.locked(pid: getpid())) { try await second.delete() }
            try #expect(scratch.sqlite("a/x", "SELECT * FROM version") == "error: database is locked")
            try await first.close()
            try await second.open()
            try await second.close()
        }
    }

    private func run(_ command: String, _ arguments: String...) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [command] + arguments
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
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

    @Test func `a file that its owner is making longer is locked, and not cut`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            let holder = try scratch.holder("real.session", "PRAGMA journal_mode=DELETE", "BEGIN EXCLUSIVE")
            // The header is there, and the last page is not yet.
            _ = try scratch.python("import os; os.truncate('\(path)', os.path.getsize('\(path)') - 4096)")
            await #expect(throws: VaultError.locked(pid: holder.pid)) { try await FileStorage(path: path).open() }
            holder.kill()
            await #expect(throws: VaultError.unsuitableFile(.truncated, path: path)) {
                try await FileStorage(path: path).open()
            }
            await #expect(throws: VaultError.unsuitableFile(.truncated, path: path)) {
                try await FileStorage(path: path).delete()
            }
        }
    }
}
