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
            for (name, flaw) in [
                ("link", VaultError.FileFlaw.symbolicLink), ("dangling", .symbolicLink), ("directory", .notRegular),
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

    @Test func `a missing directory is an error of the system`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.path("none"))
            await #expect(throws: VaultError.system(errno: ENOENT, call: "realpath", path: scratch.path("none/"))) {
                try await storage.open()
            }
            try await storage.delete()
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

    @Test func `delete leaves a file that took the place of the open one to its owner`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try FileManager.default.moveItem(atPath: storage.path, toPath: scratch.path("moved"))
            try scratch.copyFixture(as: "x.session")
            let holder = try scratch.holder("x.session", "BEGIN EXCLUSIVE")
            await #expect(throws: VaultError.locked(pid: holder.pid)) { try await storage.delete() }
            try #expect(scratch.names.contains("x.session"))
            holder.end()
        }
    }
}
