import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct FileOwnershipTests {
    @Test func `making a storage touches nothing`() async throws {
        try await Scratch.run { scratch in
            let storage: any Storage = FileStorage("x", directory: scratch.directory)
            try #expect(scratch.names == [])
            await #expect(throws: VaultError.notOpen) { try await storage.session() }
            try await storage.close()
            try #expect(scratch.names == [])
        }
    }

    @Test(arguments: ["", ".", "..", "a/b", "/", "NUL"])
    func `a name that is none is refused`(name: String) async throws {
        try await Scratch.run { scratch in
            let name = name == "NUL" ? "a\0b" : name
            let storage = FileStorage(name, directory: scratch.directory)
            await #expect(throws: VaultError.unsuitableFile(.name, path: storage.path)) { try await storage.open() }
            try #expect(scratch.names == [])
        }
    }

    @Test(arguments: [":memory:", "file:x?mode=memory", "a b'\"%?#", "é🗝", "-x"])
    func `a name that means something to others is a name`(name: String) async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage(name, directory: scratch.directory)
            try await storage.open()
            try #expect(scratch.names.contains(name + ".session"))
            try await storage.close()
            try #expect(scratch.names == [name + ".session"])
        }
    }

    @Test func `a path that is not a plain file of its own is refused and left as it was`() async throws {
        try await Scratch.run { scratch in
            let real = try scratch.copyFixture()
            let manager = FileManager.default
            try manager.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: real)
            try manager.createDirectory(atPath: scratch.path("directory"), withIntermediateDirectories: true)
            try manager.createSymbolicLink(atPath: scratch.path("dangling"), withDestinationPath: "nowhere")
            #expect(manager.createFile(atPath: scratch.path("empty"), contents: nil))
            // It would wait for a writer where it was opened.
            try #require(unsafe mkfifo(scratch.path("pipe"), 0o600) == 0)
            for (name, flaw) in [
                ("pipe", VaultError.FileFlaw.notRegular), ("link", .symbolicLink), ("dangling", .symbolicLink),
                ("directory", .notRegular),
                ("empty", .empty),
            ] {
                let storage = FileStorage(path: scratch.path(name))
                await #expect(throws: VaultError.unsuitableFile(flaw, path: storage.path)) { try await storage.open() }
            }
            try manager.linkItem(atPath: real, toPath: scratch.path("second"))
            for name in ["real.session", "second"] {
                let storage = FileStorage(path: scratch.path(name))
                await #expect(throws: VaultError.unsuitableFile(.hardLink, path: storage.path)) {
                    try await storage.open()
                }
            }
            #expect(manager.contents(atPath: real) == manager.contents(atPath: Scratch.fixture))
        }
    }

    @Test func `a directory that others can write is refused, a sticky one is not`() async throws {
        try await Scratch.run { scratch in
            for mode in [0o770, 0o707, 0o777] {
                try scratch.setMode(mode, "")
                let storage = FileStorage("x", directory: scratch.directory)
                await #expect(throws: VaultError.unsuitableFile(.sharedDirectory, path: storage.path)) {
                    try await storage.open()
                }
            }
            try scratch.setMode(0o1777, "")
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.close()
        }
    }

    @Test(.enabled(if: getuid() == 0, "needs root to give a file away"))
    func `a file of another user is refused`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            try FileManager.default.setAttributes([.ownerAccountID: 65534], ofItemAtPath: path)
            await #expect(throws: VaultError.unsuitableFile(.foreignOwner, path: path)) {
                try await FileStorage(path: path).open()
            }
        }
    }

    @Test func `a file that others could read is tightened, with a notice`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            try scratch.setMode(0o644, "real.session")
            let storage = FileStorage(path: path)
            try await #expect(storage.open() == [.modeTightened(path: path, from: 0o644)])
            try #expect(scratch.mode("real.session") == 0o600)
            try await storage.close()
            try await #expect(storage.open() == [])
            try await storage.close()
        }
    }

    @Test func `a refused file keeps its mode`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            try scratch.sqlite("real.session", "UPDATE version SET number = 99")
            try scratch.setMode(0o644, "real.session")
            await #expect(throws: VaultError.self) { try await FileStorage(path: path).open() }
            try #expect(scratch.mode("real.session") == 0o644)
        }
    }

    @Test func `a new file and its log are private from the first moment`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: 1))])
            try #expect(scratch.names == ["x.session", "x.session-wal"])
            for name in try scratch.names { try #expect(scratch.mode(name) == 0o600) }
            try await storage.close()
            try #expect(scratch.names == ["x.session"])
            try #expect(scratch.mode("x.session") == 0o600)
        }
    }

    @Test func `a log without its file is no reason to begin anew`() async throws {
        try await Scratch.run { scratch in
            for companion in ["x.session-wal", "x.session-journal"] {
                #expect(FileManager.default.createFile(atPath: scratch.path(companion), contents: Data([1])))
                let storage = FileStorage("x", directory: scratch.directory)
                await #expect(throws: VaultError.unsuitableFile(.orphanedJournal, path: storage.path)) {
                    try await storage.open()
                }
                try #expect(scratch.names == [companion])
                try await storage.delete()
                try #expect(scratch.names == [])
            }
        }
    }

    @Test func `a file that has to exist is not made`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory, mustExist: true)
            await #expect(throws: VaultError.unsuitableFile(.missing, path: storage.path)) { try await storage.open() }
            try #expect(scratch.names == [])
            let made = FileStorage(path: storage.path)
            try await made.open()
            try await made.close()
            try await storage.open()
            try await storage.close()
        }
    }

    @Test func `a missing directory is named as what is missing`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.path("none"))
            await #expect(throws: VaultError.unsuitableFile(.missingDirectory, path: storage.path)) {
                try await storage.open()
            }
            try await storage.delete()
            try #expect(scratch.names == [])
        }
    }

    @Test func `delete removes the file and what SQLite put beside it, open or closed, and again`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.delete()
            try await storage.open()
            try await storage.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: 1))])
            try await storage.delete()
            try #expect(scratch.names == [])
            await #expect(throws: VaultError.notOpen) { try await storage.updateStates() }
            try await storage.delete()

            try await storage.open()
            try await #expect(storage.updateStates() == [])
            try await storage.close()
            for suffix in ["-journal", "-shm"] {
                #expect(FileManager.default.createFile(atPath: storage.path + suffix, contents: Data()))
            }
            try await storage.delete()
            try #expect(scratch.names == [])
        }
    }

    @Test func `delete removes an empty file`() async throws {
        try await Scratch.run { scratch in
            #expect(FileManager.default.createFile(atPath: scratch.path("x.session"), contents: nil))
            try await FileStorage("x", directory: scratch.directory).delete()
            try #expect(scratch.names == [])
        }
    }

    @Test func `a name is told from its directory by bytes, not by characters`() async throws {
        try await Scratch.run { scratch in
            // The slash and the accent are one character.
            let storage = FileStorage("\u{301}abc", directory: scratch.directory)
            try scratch.setMode(0o777, "")
            await #expect(throws: VaultError.unsuitableFile(.sharedDirectory, path: storage.path)) {
                try await storage.open()
            }
            try scratch.setMode(0o700, "")
            try await storage.open()
            try await storage.close()
            try #expect(scratch.names.map { Array($0.utf8) } == [Array("\u{301}abc.session".utf8)])
        }
    }

    @Test func `a name or a path that is too long is refused, one that is as long as can be is not`() async throws {
        try await Scratch.run { scratch in
            let longest = FileStorage(path: scratch.path(String(repeating: "x", count: 247)))
            try await longest.open()
            try await longest.close()
            try await longest.delete()

            var directory = scratch.directory
            while directory.utf8.count < 400 { directory += "/" + String(repeating: "d", count: 40) }
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let room = 504 - directory.utf8.count - 1
            let deepest = FileStorage(path: directory + "/" + String(repeating: "x", count: room))
            try await deepest.open()
            try await deepest.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: 1))])
            try await deepest.close()
            try await deepest.delete()

            let before = try scratch.names
            for path in [
                scratch.path(String(repeating: "x", count: 248)), scratch.path(String(repeating: "x", count: 300)),
                directory + "/" + String(repeating: "x", count: room + 1),
                scratch.path(String(repeating: "d", count: 300) + "/x"),
            ] {
                let storage = FileStorage(path: path)
                await #expect(throws: VaultError.unsuitableFile(.tooLong, path: path)) { try await storage.open() }
            }
            try #expect(scratch.names == before)
            try #expect(FileManager.default.contentsOfDirectory(atPath: directory) == [])
        }
    }

    @Test(.enabled(if: getuid() == 0, "needs root to give a directory away"))
    func `a directory of another user is refused as that`() async throws {
        try await Scratch.run { scratch in
            try FileManager.default.setAttributes([.ownerAccountID: 65534], ofItemAtPath: scratch.directory)
            let storage = FileStorage("x", directory: scratch.directory)
            await #expect(throws: VaultError.unsuitableFile(.foreignDirectory, path: storage.path)) {
                try await storage.open()
            }
        }
    }

    @Test(.enabled(if: getuid() != 0, "root writes everything"))
    func `a file or a directory that may not be written is an error of the system, with nothing changed`() async throws
    {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture()
            defer { try? scratch.setMode(0o700, "") }
            for (file, directory) in [(0o400, 0o700), (0o000, 0o700), (0o400, 0o500), (0o600, 0o500)] {
                try scratch.setMode(file, "real.session")
                try scratch.setMode(directory, "")
                let error = await #expect(throws: VaultError.self) { try await FileStorage(path: path).open() }
                #expect(error == .system(errno: EACCES, call: "open", path: path))
                try scratch.setMode(0o700, "")
                try #expect(scratch.names == ["real.session"])
            }
            try scratch.setMode(0o500, "")
            let new = FileStorage("new", directory: scratch.directory)
            await #expect(throws: VaultError.system(errno: EACCES, call: "open", path: new.path)) {
                try await new.open()
            }
        }
    }

    @Test func `of the files beside it those that were there are tightened with a notice, new ones without`()
        async throws
    {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.close()
            try scratch.setMode(0o644, "x.session")
            // In a file of the log's mode, SQLite makes the log before anything is read, with the file's mode.
            try await #expect(storage.open() == [.modeTightened(path: storage.path, from: 0o644)])
            try #expect(scratch.mode("x.session-wal") == 0o600)
            try await storage.close()

            let path = try scratch.copyFixture()
            let holder = try scratch.holder(
                "real.session", "PRAGMA journal_mode=WAL", "UPDATE sessions SET api_id = 99")
            holder.kill()
            try scratch.setMode(0o640, "real.session-wal")
            let real = FileStorage(path: path)
            let notices = try await real.open()
            #expect(notices.contains(.modeTightened(path: path + "-wal", from: 0o640)))
            try #expect(scratch.mode("real.session-wal") == 0o600)
            try await real.close()
        }
    }

    @Test func `the error of a file that this process has open says so`() {
        #expect(VaultError.locked(pid: getpid()).description.contains("this process"))
        #expect(VaultError.locked(pid: 1).description.contains("process 1"))
    }
}
