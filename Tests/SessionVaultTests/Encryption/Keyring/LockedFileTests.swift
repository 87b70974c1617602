import Foundation
import Synchronization
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct LockedFileTests {
    private func lock(_ path: String) throws -> FileLock {
        guard let lock = try FileLock(path) else { throw VaultError.locked(pid: nil) }
        return lock
    }

    @Test func `one holder keeps others out, in this process and in another`() async throws {
        try await Scratch.run(syncsNothing: true) { scratch in
            let path = scratch.path("file.lock")
            let foreign = """
                import fcntl
                try: fcntl.flock(open("\(path)"), fcntl.LOCK_EX | fcntl.LOCK_NB); print("free")
                except BlockingIOError: print("locked")
                """
            do {
                let lock = try lock(path)
                // A descriptor that is closed meanwhile takes no lock away.
                try FileHandle(forReadingFrom: URL(filePath: path)).close()
                #expect(throws: VaultError.locked(pid: nil)) { _ = try self.lock(path) }
                #expect(try scratch.python(foreign) == "locked")
                withExtendedLifetime(lock) {}
            }
            #expect(try scratch.python(foreign) == "free")
            #expect(try scratch.mode("file.lock") == 0o600)
        }
    }

    @Test func `what several holders add up is right in the end`() async throws {
        try await Scratch.run(syncsNothing: true) { scratch in
            let path = scratch.path("f")
            let files = try (0..<4).map { _ in try LockedFile(path, maximumLength: 100) }
            try files[0].create([0])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for file in files {
                    group.addTask {
                        for _ in 0..<50 {
                            try await file.withLock {
                                let count = try #require(try file.read())[0]
                                try await Task.sleep(for: .microseconds(200))
                                try file.replace(with: [count + 1])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try files[0].read() == [200])
        }
    }

    @Test func `a cancelled task no longer waits for the lock`() async throws {
        try await Scratch.run(syncsNothing: true) { scratch in
            let path = scratch.path("f")
            let file = try LockedFile(path, maximumLength: 100)
            let lock = try lock(path + ".lock")
            let hasRun = Mutex(false)
            let waiting = Task { try await file.withLock { hasRun.withLock { $0 = true } } }
            try await Task.sleep(for: .milliseconds(20))
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            #expect(!hasRun.withLock { $0 })
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `a lock that somebody else put there is refused`() async throws {
        try await Scratch.run(syncsNothing: true) { scratch in
            let (path, file) = (scratch.path("f"), try LockedFile(scratch.path("f"), maximumLength: 100))
            try file.create([0])
            try FileManager.default.createSymbolicLink(atPath: path + ".lock", withDestinationPath: path)
            await #expect(throws: VaultError.unsuitableFile(.symbolicLink, path: path + ".lock")) {
                try await file.withLock {}
            }
        }
    }

    @Test func `what is to replace a file is taken for no unfinished session, whatever its name`()
        async throws
    {
        try await Scratch.run(syncsNothing: true) { scratch in
            for name in ["keys", "1a2b3c", "sessionvault-1a2b3c"] {
                let file = try NewFile(replacing: name, in: scratch.directory)
                try #expect(scratch.names.count == 1 && NewFile.unfinished(in: scratch.directory).isEmpty)
                withExtendedLifetime(file.temporaryPath) {}
            }
            let file = try NewFile(in: scratch.directory)
            try #expect(NewFile.unfinished(in: scratch.directory) == [file.temporaryPath])
        }
    }

    @Test func `a name that a file can be made with is one that it can be changed with`() async throws {
        try await Scratch.run(syncsNothing: true) { scratch in
            for length in [1, 200, 241, 242, 247] {
                let file = try LockedFile(scratch.path(String(repeating: "k", count: length)), maximumLength: 100)
                try file.create([0])
                try await file.withLock { try file.replace(with: [1]) }
                try #expect(file.read() == [1])
            }
            for length in [248, 255, 256] {
                let path = scratch.path(String(repeating: "k", count: length))
                #expect(throws: VaultError.unsuitableFile(.tooLong, path: path)) {
                    try LockedFile(path, maximumLength: 100)
                }
            }
        }
    }

    @Test func `a session's file that this process has open is not opened a second time`() async throws {
        try await Scratch.run(syncsNothing: true) { scratch in
            let path = scratch.path("own.session")
            let storage = FileStorage(path: path)
            try await storage.open()
            let file = try LockedFile(path, maximumLength: 1_048_576)
            #expect(throws: VaultError.locked(pid: LockHolder.ownPID)) { _ = try file.read() }
            try await storage.close()
            try #expect(file.read()?.isEmpty == false)
        }
    }
}
