#if os(Linux)
import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

/// While a file is open, this process has no second descriptor on it: its close would take SQLite's lock off.
@Suite struct FileDescriptorTests {
    /// How many descriptors of this process are on a file.
    private func count(_ path: String) -> Int {
        let manager = FileManager.default
        let all = (try? manager.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return all.count { (try? manager.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)) == path }
    }

    @Test(arguments: [FileStorage.Journal.writeAheadLog, .rollback], [FileStorage.Locking.exclusive, .shared])
    func `an open file has one descriptor, whatever is done with it`(
        _ journal: FileStorage.Journal, _ locking: FileStorage.Locking
    ) async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage(path: try scratch.copyFixture(), locking: locking, journal: journal)
            #expect(count(storage.path) == 0)
            try await storage.open()
            let record = try #require(try await storage.session())
            let other = FileStorage(path: storage.path)
            let sharing = FileStorage(path: storage.path, locking: .shared)
            let own = VaultError.locked(pid: getpid())
            let calls: [(result: VaultError?, call: () async throws -> Void)] = [
                (nil, {}), (nil, { try #expect(await storage.replaceSession(record, with: record)) }),
                (nil, { try await storage.apply([.setUpdateState(UpdateStateRecord(id: 1, pts: 1))]) }),
                (own, { try await other.open() }), (own, { try await sharing.open() }),
                (own, { try await other.delete() }), (own, { try await sharing.delete() }),
                (.alreadyOpen, { try await storage.open() }),
                (
                    locking == .shared ? .needsExclusive : nil,
                    { _ = try await storage.scrub(RemnantPatterns(authKey: nil, usernames: ["nobody"])) }
                ),
            ]
            for (expected, call) in calls {
                var result: VaultError?
                do { try await call() } catch let error as VaultError { result = error }
                #expect(result == expected)
                #expect(count(storage.path) == 1)
            }
            // While its bytes are read it is the same one.
            try await storage.engine.write { store in
                try store.read(or: ()) { database in
                    try database.connection.withRawFile(.database) { file in
                        try #expect(file?.read(6, at: 0) == Array("SQLite".utf8))
                        #expect(count(storage.path) == 1)
                    }
                }
            }
            // And the lock is where it was.
            if locking == .exclusive {
                try #expect(scratch.sqlite("real.session", "SELECT 1") == "1")
                try #expect(scratch.sqlite("real.session", "DELETE FROM peers") == "error: database is locked")
            }
            try await storage.close()
            #expect(count(storage.path) == 0)
        }
    }
}
#endif
