import Foundation
import Testing

@testable import SessionVault

/// Session files of every schema, those that are refused too, each changed at random a thousand times: whatever comes of it
/// is a success or an error of the library, and what is refused stays as it was.
///
/// A failure names its seed; with that in `MUTATION_SEED`, the mutation that failed comes first.
@Suite(.timeLimit(.minutes(15))) struct MutationTests {
    private static let count = 1_000
    private static let passphrase = "mutations"

    /// Printed, since a crash names nothing.
    private static let seed: UInt64 = {
        let given = ProcessInfo.processInfo.environment["MUTATION_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 0...(1 << 53))
        print("mutations from MUTATION_SEED=\(seed) on")
        return seed
    }()

    @Test(arguments: FixtureFile.all)
    func `a plain file that was changed is opened, or refused as it is`(fixture: FixtureFile) async throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: fixture.path)))
        try await mutate(bytes) { FileStorage(path: $0) }
    }

    @Test(arguments: FixtureFile.opened.filter { ["pyrotgfork-6", "kurigram-7"].contains($0.name) })
    func `a sealed file that was changed gives what was sealed, or is refused as it is`(
        fixture: FixtureFile
    ) async throws {
        let passphrase = try Passphrase(Self.passphrase)
        let bytes = try await Scratch.run { scratch in
            let storage = try fixture.copy(to: scratch)
            try await storage.encrypted(with: passphrase, derivation: .minimum).encrypt()
            return [UInt8](try Data(contentsOf: URL(filePath: storage.path)))
        }
        try await mutate(bytes, sealedFrom: fixture) {
            FileStorage(path: $0).encrypted(with: passphrase, derivation: .minimum)
        }
    }

    @Test func `a seed gives the same file again`() async throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: Scratch.fixture)))
        try await Scratch.run(syncsNothing: true) { scratch in
            func isRepeated(_ seed: UInt64) throws -> Bool {
                for name in ["a", "b"] {
                    var mutation = Mutation(seed: seed)
                    try mutation.write(bytes, to: scratch.path(name))
                }
                defer { for name in ["a", "b"] { try? FileManager.default.removeItem(atPath: scratch.path(name)) } }
                return try scratch.contents["a"] == scratch.contents["b"]
            }
            for index in 0..<300 {
                let seed = Self.seed &+ UInt64(index)
                // Twice: the family's trigger writes the second that it is.
                try #expect(isRepeated(seed) || isRepeated(seed), "MUTATION_SEED=\(seed)")
            }
        }
    }

    private func mutate(
        _ original: [UInt8], sealedFrom fixture: FixtureFile? = nil, _ make: (String) -> any Storage
    ) async throws {
        try await Scratch.run(syncsNothing: true) { scratch in
            let path = scratch.path("x.session")
            for index in 0..<Self.count {
                let seed = Self.seed &+ UInt64(index)
                var mutation = Mutation(seed: seed)
                try mutation.write(original, to: path)
                let before = try scratch.contents
                let storage = make(path)
                if let error = await attempt(seed, { try await storage.open() }) {
                    let after = try scratch.contents
                    let isUnchanged =
                        after == before
                        || Self.isOfTheVault(error) && after.mapValues(Self.marked) == before.mapValues(Self.marked)
                    #expect(isUnchanged, "MUTATION_SEED=\(seed)")
                } else {
                    if let fixture { await check(storage, fixture, seed) }
                    await use(storage, seed)
                }
                for name in try scratch.names { try FileManager.default.removeItem(atPath: scratch.path(name)) }
            }
        }
    }

    /// Whether it takes the passphrase to find out: the file is open by then.
    private static func isOfTheVault(_ error: any Error) -> Bool {
        switch error as? VaultError {
        case .incorrectPassphrase, .tampered, .derivationBelowPolicy, .derivationAbovePolicy: true
        default: false
        }
    }

    /// The file as it is once it was opened and closed: SQLite's header says what journal it has, and counts changes and
    /// pages (<https://sqlite.org/fileformat2.html>, 1.3).
    private static func marked(_ file: Data) -> Data {
        var file = file
        for place in [18, 19] + Array(24..<32) + Array(92..<100) where place < file.count { file[place] = 0 }
        return file
    }

    /// What it throws, which has to be an error of the library; nil where it succeeds.
    @discardableResult
    private func attempt(_ seed: UInt64, _ body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            #expect(error is VaultError, "MUTATION_SEED=\(seed)")
            return error
        }
    }

    /// Whoever has no key removes what was sealed, and puts nothing in its place.
    private func check(_ storage: any Storage, _ fixture: FixtureFile, _ seed: UInt64) async {
        await attempt(seed) {
            let session = try await storage.session()
            let isSealed = try session == nil || session == fixture.session
            #expect(isSealed, "MUTATION_SEED=\(seed)")
        }
        await attempt(seed) {
            let areSealed = try await storage.peers(after: nil, limit: 100).allSatisfy(fixture.peers.contains)
            #expect(areSealed, "MUTATION_SEED=\(seed)")
        }
        await attempt(seed) {
            let areSealed = try await storage.updateStates().allSatisfy(fixture.updateStates.contains)
            #expect(areSealed, "MUTATION_SEED=\(seed)")
        }
    }

    /// Reads everything, writes something, and closes; whatever fails, the rest is tried.
    private func use(_ storage: any Storage, _ seed: UInt64) async {
        await attempt(seed) { _ = try await storage.session() }
        await attempt(seed) { _ = try await storage.peers(after: nil, limit: 100) }
        await attempt(seed) {
            _ = try await storage.peers([.id(777_000), .username("telegram"), .phoneNumber("42777")])
        }
        await attempt(seed) { _ = try await storage.updateStates() }
        await attempt(seed) {
            let peer = PeerRecord(id: 777_000, accessHash: 1, type: "user", usernames: ["durov"], date: 1)
            try await storage.apply([.setPeer(peer), .removePeer(id: 8), .setUpdateState(UpdateStateRecord(id: 0))])
        }
        await attempt(seed) {
            let old = try await storage.session()
            _ = try await storage.replaceSession(old, with: .sample(try .random()))
        }
        await attempt(seed) { try await storage.close() }
    }
}
