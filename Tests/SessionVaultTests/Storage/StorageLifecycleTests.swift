import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

/// What `StorageConformance` cannot see of an engine's life: files, locks, references, cancellation.
@Suite struct StorageLifecycleTests {
    enum Engine: CaseIterable {
        case file, rollbackFile, sharedFile, sealedFile, memory, sealedMemory

        func make(in scratch: Scratch) throws -> any Storage {
            let path = scratch.path("x.session")
            return switch self {
            case .file: FileStorage(path: path)
            case .rollbackFile: FileStorage(path: path, journal: .rollback)
            case .sharedFile: FileStorage(path: path, locking: .shared)
            case .sealedFile:
                FileStorage(path: path).encrypted(with: try Passphrase("p"), derivation: .minimum)
            case .memory: MemoryStorage()
            case .sealedMemory: MemoryStorage().encrypted(with: try Passphrase("p"), derivation: .minimum)
            }
        }

        var isFile: Bool { self != .memory && self != .sealedMemory }
        var isSealed: Bool { self == .sealedFile || self == .sealedMemory }
    }

    private static let peer = PeerRecord(id: 1, accessHash: 2, type: "user", date: 3)

    @Test(arguments: Engine.allCases)
    func `one that is let go open is released, and what was written is there`(_ engine: Engine) async throws {
        try await Scratch.run { scratch in
            let record = SessionRecord.sample(try AuthKey.random())
            do {
                let storage = try engine.make(in: scratch)
                try await storage.open()
                try await #expect(storage.replaceSession(nil, with: record))
                try await storage.apply([.setPeer(Self.peer)])
            }
            try #expect(scratch.names == (engine.isFile ? ["x.session"] : []))
            guard engine.isFile else { return }
            let again = try engine.make(in: scratch)
            try await again.open()
            try await #expect(again.session() == record)
            try await #expect(again.peer(.id(1)) == Self.peer)
            try await again.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `delete removes every file, after a close too, and again`(_ engine: Engine) async throws {
        try await Scratch.run { scratch in
            for closesFirst in [false, true] {
                let storage = try engine.make(in: scratch)
                try await storage.open()
                try await #expect(storage.replaceSession(nil, with: .sample(try .random())))
                try await storage.apply([.setPeer(Self.peer)])
                if closesFirst {
                    try await storage.close()
                    // What a crash could have left.
                    for suffix in engine.isFile ? ["-wal", "-shm", "-journal"] : [] {
                        #expect(
                            FileManager.default.createFile(atPath: scratch.path("x.session" + suffix), contents: nil))
                    }
                }
                for _ in 1...2 {
                    try await storage.delete()
                    try #expect(scratch.names == [])
                    await #expect(throws: VaultError.notOpen) { try await storage.session() }
                }
                try await storage.close()
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a cancelled task changes nothing, or all that it asked for, and can close`(_ engine: Engine) async throws {
        try await Scratch.run { scratch in
            let storage = try engine.make(in: scratch)
            let opening = await inCancelledTask { try await storage.open() }
            if engine.isSealed {
                // It waits for its turn and for a derivation, which a cancelled task does not do.
                #expect(opening is CancellationError)
                await #expect(throws: VaultError.notOpen) { try await storage.session() }
                try await storage.open()
            } else {
                #expect(opening == nil)
            }
            let record = SessionRecord.sample(try AuthKey.random())
            let writing = await inCancelledTask {
                _ = try await storage.replaceSession(nil, with: record)
                try await storage.apply([.setPeer(Self.peer)])
            }
            try await #expect(storage.session() == (writing == nil ? record : nil))
            try await #expect(storage.peer(.id(1)) == (writing == nil ? Self.peer : nil))
            #expect(writing == nil || writing is CancellationError)
            let closing = await inCancelledTask { try await storage.close() }
            #expect(closing == nil)
            await #expect(throws: VaultError.notOpen) { try await storage.session() }
            let deleting = await inCancelledTask { try await storage.delete() }
            #expect(deleting == nil)
            try #expect(scratch.names == [])
        }
    }

    /// The error of `body` in a task that is cancelled before it begins.
    private func inCancelledTask(_ body: @escaping @Sendable () async throws -> Void) async -> (any Error)? {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            do {
                try await body()
                return nil as (any Error)?
            } catch { return error }
        }
        task.cancel()
        return await task.value
    }
}
