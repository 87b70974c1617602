import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

/// What becomes of a file that is moved, replaced or removed while it is open.
@Suite struct FileReplacementTests {
    private static let state = [StorageChange.setUpdateState(UpdateStateRecord(id: 0, pts: 7))]
    private static let foreign = Data("the log of another".utf8)

    /// An open storage with a row in its log, whose file was moved away and whose place another one took.
    private func withReplaced(_ body: (FileStorage, Scratch, VaultError) async throws -> Void) async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.apply(Self.state)
            try scratch.move("x.session", to: "moved")
            try scratch.move("x.session-wal", to: "moved-wal")
            try scratch.copyFixture(as: "x.session")
            try Self.foreign.write(to: URL(filePath: scratch.path("x.session-wal")))
            let error = VaultError.unsuitableFile(.replaced, path: storage.path)
            try await body(storage, scratch, error)
        }
    }

    private func expectUntouched(_ scratch: Scratch) throws {
        try #expect(Data(contentsOf: URL(filePath: scratch.path("x.session-wal"))) == Self.foreign)
        #expect(FileManager.default.contentsEqual(atPath: scratch.path("x.session"), andPath: Scratch.fixture))
    }

    @Test func `a file that was replaced is written no more, and a close lets it go and says so`() async throws {
        try await withReplaced { storage, scratch, error in
            let record = SessionRecord.sample(try AuthKey.random())
            await #expect(throws: error) { try await storage.apply(Self.state) }
            await #expect(throws: error) { try await storage.replaceSession(nil, with: record) }
            await #expect(throws: error) { try await storage.scrub(RemnantPatterns(authKey: nil)) }
            // Under its new name it is still the file that is open here.
            await #expect(throws: VaultError.locked(pid: getpid())) {
                try await FileStorage(path: scratch.path("moved")).open()
            }
            await #expect(throws: error) { try await storage.close() }
            await #expect(throws: VaultError.notOpen) { try await storage.session() }
            try expectUntouched(scratch)
            // What was written before is where the file went, and the file can be had.
            try #expect(Data(contentsOf: URL(filePath: scratch.path("moved-wal"))).isEmpty)
            let moved = FileStorage(path: scratch.path("moved"))
            try await moved.open()
            try await #expect(moved.updateStates().first?.pts == 7)
            try await moved.close()
        }
    }

    enum Ending: CaseIterable { case close, closeTwiceAndDelete, delete, letGo }

    /// A backup is put in the place of an open file, whose log stays where it is: it must not be played into the backup.
    @Test(arguments: Ending.allCases)
    func `a backup that takes the place of an open file is not written into by its log`(_ ending: Ending) async throws {
        try await Scratch.run { scratch in
            let (old, new) = (SessionRecord.sample(try .random()), SessionRecord.sample(try .random()))
            var storage: FileStorage? = FileStorage(path: scratch.path("x.session"))
            try await storage?.open()
            try await #expect(storage?.replaceSession(nil, with: old) == true)
            try FileManager.default.copyItem(atPath: scratch.path("x.session"), toPath: scratch.path("backup"))
            try await #expect(storage?.replaceSession(old, with: new) == true)
            let rows = (1...500).map { UpdateStateRecord(id: $0, pts: $0) }
            try await storage?.apply(rows.map { .setUpdateState($0) })
            try #expect(FileFacts.of(scratch.path("x.session-wal"))?.size ?? 0 > 0)
            try FileManager.default.removeItem(atPath: scratch.path("x.session"))
            try FileManager.default.moveItem(atPath: scratch.path("backup"), toPath: scratch.path("x.session"))

            let error = VaultError.unsuitableFile(.replaced, path: scratch.path("x.session"))
            switch ending {
            case .close: await #expect(throws: error) { try await storage?.close() }
            case .closeTwiceAndDelete:
                await #expect(throws: error) { try await storage?.close() }
                try await storage?.close()
                await #expect(throws: error) { try await storage?.delete() }
            case .delete: await #expect(throws: error) { try await storage?.delete() }
            case .letGo: break
            }
            storage = nil

            let restored = FileStorage(path: scratch.path("x.session"))
            try await restored.open()
            try await #expect(restored.session() == old)
            try await #expect(restored.updateStates().isEmpty)
            try await restored.close()
            try #expect(scratch.sqlite("x.session", "PRAGMA integrity_check") == "ok")
        }
    }

    @Test func `a delete leaves a file that took the place, also when it is tried again`() async throws {
        try await withReplaced { storage, scratch, error in
            await #expect(throws: error) { try await storage.delete() }
            await #expect(throws: error) { try await storage.delete() }
            try expectUntouched(scratch)
            try #expect(scratch.names.contains("moved"))
            // Where nothing is, there is nothing to protect.
            try FileManager.default.removeItem(atPath: scratch.path("x.session"))
            try await storage.delete()
        }
    }

    @Test func `letting go of a storage whose file was replaced leaves the other's log`() async throws {
        try await Scratch.run { scratch in
            do {
                let storage = FileStorage("x", directory: scratch.directory)
                try await storage.open()
                try await storage.apply(Self.state)
                try scratch.move("x.session", to: "moved")
                try scratch.move("x.session-wal", to: "moved-wal")
                try scratch.copyFixture(as: "x.session")
                try Self.foreign.write(to: URL(filePath: scratch.path("x.session-wal")))
            }
            try expectUntouched(scratch)
        }
    }

    @Test func `a file that was removed is not made again`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try FileManager.default.removeItem(atPath: storage.path)
            let error = VaultError.unsuitableFile(.replaced, path: storage.path)
            await #expect(throws: error) { try await storage.apply(Self.state) }
            await #expect(throws: error) { try await storage.close() }
            try #expect(!scratch.names.contains("x.session"))
        }
    }

    @Test func `a path means the file that it meant first, wherever its links lead later`() async throws {
        try await Scratch.run { scratch in
            let manager = FileManager.default
            for name in ["a", "b"] {
                try manager.createDirectory(
                    atPath: scratch.path(name), withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            }
            try scratch.copyFixture(as: "b/x.session")
            try manager.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: scratch.path("a"))
            let storage = FileStorage("x", directory: scratch.path("link"))
            try await storage.open()
            try manager.removeItem(atPath: scratch.path("link"))
            try manager.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: scratch.path("b"))
            try await storage.apply(Self.state)
            try await storage.close()
            try await storage.delete()
            try #expect(manager.contentsOfDirectory(atPath: scratch.path("a")) == [])
            try #expect(manager.contentsOfDirectory(atPath: scratch.path("b")) == ["x.session"])
        }
    }
}
