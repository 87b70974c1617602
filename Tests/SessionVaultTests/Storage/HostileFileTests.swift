import Foundation
import Testing

@testable import SessionVault

/// Files that somebody else prepared: what SQLite would obey, wait for, or write into.
@Suite struct HostileFileTests {
    private enum Kind: CaseIterable {
        case symbolicLink, hardLink, fifo, directory

        var flaw: VaultError.FileFlaw {
            switch self {
            case .symbolicLink: .symbolicLink
            case .hardLink: .hardLink
            case .fifo, .directory: .notRegular
            }
        }

        func make(_ path: String, beside other: String) throws {
            let manager = FileManager.default
            switch self {
            case .symbolicLink: try manager.createSymbolicLink(atPath: path, withDestinationPath: other)
            case .hardLink: try manager.linkItem(atPath: other, toPath: path)
            case .fifo:
                let result = unsafe mkfifo(path, 0o600)
                try #require(result == 0)
            case .directory: try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
            }
        }
    }

    @Test(arguments: ["-wal", "-journal", "-shm"], Kind.allCases)
    private func `nothing but a file of ours is taken for a log or a journal`(_ suffix: String, _ kind: Kind)
        async throws
    {
        for hasFile in [true, false] {
            try await Scratch.run { scratch in
                let storage = FileStorage("x", directory: scratch.directory)
                if hasFile { _ = try scratch.copyFixture(as: "x.session") }
                let precious = scratch.path("precious")
                let text = Data(repeating: 65, count: 5_000)
                try text.write(to: URL(filePath: precious))
                let companion = storage.path + suffix
                try kind.make(companion, beside: precious)
                let (names, file) = (try scratch.names, FileManager.default.contents(atPath: storage.path))
                let error = VaultError.unsuitableFile(kind.flaw, path: try #require(scratch.resolved(companion)))
                await #expect(throws: error) { try await storage.open() }
                await #expect(throws: error) { try await storage.delete() }
                try #expect(scratch.names == names)
                #expect(FileManager.default.contents(atPath: precious) == text)
                #expect(FileManager.default.contents(atPath: storage.path) == file)
            }
        }
    }

    @Test(.enabled(if: getuid() == 0, "needs root to give a file away"), arguments: ["-wal", "-journal", "-shm"])
    func `what another user put beside a file in a sticky directory is not played into it`(
        _ suffix: String
    ) async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.close()
            try scratch.setMode(0o1777, "")
            for bytes in [Data(), Data(repeating: 7, count: 600)] {
                try bytes.write(to: URL(filePath: storage.path + suffix))
                try FileManager.default.setAttributes(
                    [.ownerAccountID: 65534, .posixPermissions: 0o666], ofItemAtPath: storage.path + suffix)
                let before = try scratch.contents
                let companion = try #require(scratch.resolved(storage.path + suffix))
                await #expect(throws: VaultError.unsuitableFile(.foreignOwner, path: companion)) {
                    try await storage.open()
                }
                try #expect(scratch.contents == before)
                try #expect(scratch.mode("x.session" + suffix) == 0o666)
            }
        }
    }

    @Test(arguments: ["TRIGGER", "table", "index", "view", "thing"])
    func `a trigger that is listed as something else is found`(_ type: String) async throws {
        try await expectRefusal([
            "CREATE TABLE stash (a)",
            "CREATE TRIGGER evil BEFORE UPDATE ON sessions BEGIN INSERT INTO stash VALUES (OLD.auth_key); END",
            "PRAGMA writable_schema=ON", "UPDATE sqlite_master SET type = '\(type)' WHERE name = 'evil'",
        ]) { error, path in
            // What SQLite itself finds is damage to it.
            error == .unsupportedSchema(.unknown, path: path) || error == .damagedFile(path: path)
        }
    }

    @Test(arguments: [
        "PRAGMA writable_schema=ON; "
            + "UPDATE sqlite_master SET sql = replace(sql, 'number INTEGER', 'number INTEGER CHECK (hex(number) <> 1)')",
        "CREATE INDEX evil ON peers (hex(access_hash))", "CREATE INDEX evil ON usernames (username) WHERE hex(id) <> 1",
        "CREATE UNIQUE INDEX evil ON peers (access_hash)",
    ])
    func `a schema that computes, or removes rows, when it is written is refused`(_ statements: String) async throws {
        try await expectRefusal(statements.components(separatedBy: "; ")) { error, path in
            error == .unsupportedSchema(.unknown, path: path)
        }
    }

    private func expectRefusal(
        _ statements: [String], isExpected: @Sendable (VaultError, _ path: String) -> Bool
    ) async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            try scratch.sqlite("real.session", statements)
            let before = try scratch.contents
            let error = await #expect(throws: VaultError.self) { try await FileStorage(path: path).open() }
            #expect(isExpected(try #require(error), path))
            try #expect(scratch.contents == before)
        }
    }

    @Test(arguments: [1, 15, 1_500])
    func `a file that is no database is not changed by a journal beside it`(_ size: Int) async throws {
        try await Scratch.run { scratch in
            let fixture = try scratch.copyFixture()
            _ = try scratch.python(
                """
                import os, sqlite3, shutil
                c = sqlite3.connect("\(fixture)", isolation_level=None)
                c.execute("PRAGMA journal_mode=DELETE"); c.execute("PRAGMA cache_size=1"); c.execute("BEGIN")
                c.execute("UPDATE peers SET access_hash = 1")
                c.execute("CREATE TABLE t (a)"); c.execute("INSERT INTO t VALUES (zeroblob(100000))")
                shutil.copy("\(fixture)-journal", "\(scratch.path("x.session-journal"))")
                """)
            try Data(repeating: 72, count: size).write(to: URL(filePath: scratch.path("x.session")))
            let before = try scratch.contents
            #expect((before["x.session-journal"]?.count ?? 0) > 512)
            let storage = FileStorage("x", directory: scratch.directory)
            await #expect(throws: VaultError.unsuitableFile(.notADatabase, path: storage.path)) {
                try await storage.open()
            }
            try #expect(scratch.contents == before)
        }
    }

    @Test func `a journal that names a file to delete is not played back`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            let victim = scratch.path("victim")
            try Data("precious".utf8).write(to: URL(filePath: victim))
            // A hot journal, with the record of a super-journal at its end (sqlite.org/atomiccommit.html, 5).
            _ = try scratch.python(
                """
                import os, sqlite3, shutil, struct
                c = sqlite3.connect("\(path)", isolation_level=None)
                c.execute("PRAGMA journal_mode=DELETE"); c.execute("PRAGMA cache_size=1"); c.execute("BEGIN")
                c.execute("UPDATE peers SET access_hash = 1")
                c.execute("CREATE TABLE t (a)"); c.execute("INSERT INTO t VALUES (zeroblob(100000))")
                shutil.copy("\(path)", "\(scratch.path("x.session"))")
                journal = open("\(path)-journal", "rb").read()
                c.close()
                os.remove("\(path)")
                page = struct.unpack(">H", open("\(scratch.path("x.session"))", "rb").read(18)[16:])[0]
                name = "\(victim)".encode()
                sum = sum(name) & 0xffffffff
                end = struct.pack(">I", 0x40000000 // page + 1) + name + struct.pack(">II", len(name), sum)
                with open("\(scratch.path("x.session-journal"))", "wb") as f:
                    f.write(journal + end + bytes.fromhex("d9d505f920a163d7"))
                """)
            try scratch.setMode(0o600, "x.session")
            let before = try scratch.contents
            #expect(before.keys.sorted() == ["victim", "x.session", "x.session-journal"])
            for journal in [FileStorage.Journal.writeAheadLog, .rollback] {
                let storage = FileStorage("x", directory: scratch.directory, journal: journal)
                let error = VaultError.unsuitableFile(.foreignJournal, path: storage.path + "-journal")
                await #expect(throws: error) { try await storage.open() }
                await #expect(throws: error) { try await storage.delete() }
                try #expect(scratch.contents == before)
            }
        }
    }
}
