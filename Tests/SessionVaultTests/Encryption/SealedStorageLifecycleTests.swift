import Testing

@testable import SessionVault

/// Opening, closing and migrating one encrypted storage from several tasks.
@Suite struct SealedStorageLifecycleTests {
    private func storage(_ base: any Storage) throws -> EncryptedStorage {
        base.encrypted(with: try Passphrase("p"), derivation: .minimum)
    }

    private func vault() async throws -> (base: DictionaryStorage, record: SessionRecord) {
        let base = DictionaryStorage()
        let record = SessionRecord(authKey: .plain(try .random()), dcID: 2, userID: 7)
        let storage = try storage(base)
        try await storage.open()
        #expect(try await storage.replaceSession(nil, with: record))
        try await storage.apply(
            (1...1_000).map { .setPeer(PeerRecord(id: $0, accessHash: 1, type: "user", date: 1)) })
        try await storage.close()
        return (base, record)
    }

    @Test func `closing during an opening waits for it, and leaves the storage closed`() async throws {
        let (base, record) = try await vault()
        let storage = try storage(base)
        for _ in 0..<5 {
            async let opening = storage.open()
            async let closing: Void = storage.close()
            _ = try await (opening, closing)
            // Whichever came first, the storage is in one state with its engine.
            try await storage.close()
            await #expect(throws: VaultError.notOpen) { try await base.session() }
            try await storage.open()
            #expect(try await storage.session() == record)
            try await storage.close()
        }
    }

    @Test func `of two openings one is refused`() async throws {
        let storage = try storage(try await vault().base)
        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    do {
                        try await storage.open()
                        return true
                    } catch { return false }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count { $0 } == 1)
        #expect(try await storage.session() != nil)
    }

    @Test func `nothing is written into a storage while it is decrypted`() async throws {
        let (base, record) = try await vault()
        let storage = try storage(base)
        let (isDone, accepted) = (Shared(false), Shared(0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await storage.decryptToPlaintext()
                isDone.change { $0 = true }
            }
            group.addTask {
                var id: Int64 = 10_000
                while !isDone.value {
                    id += 1
                    do {
                        try await storage.apply([
                            .setPeer(PeerRecord(id: id, accessHash: 1, type: "user", date: 1))
                        ])
                        accepted.change { $0 += 1 }
                    } catch VaultError.notOpen {}
                    await Task.yield()
                }
            }
            try await group.waitForAll()
        }
        #expect(accepted.value == 0)
        try await base.open()
        #expect(try await base.session() == record)
        #expect(try await base.peers(after: nil, limit: .max).filter { $0.sealed != nil }.isEmpty)
    }

    @Test func `a closing that the engine refuses can be made again, and the keys are gone`() async throws {
        let (base, record) = try await vault()
        let stubborn = HookedStorage(base)
        let storage = try storage(stubborn)
        try await storage.open()
        stubborn.before { call in if call == .close { throw VaultError.diskFull } }
        await #expect(throws: VaultError.diskFull) { try await storage.close() }
        await #expect(throws: VaultError.notOpen) { try await storage.session() }
        stubborn.before { _ in }
        try await storage.close()
        try await storage.open()
        #expect(try await storage.session() == record)
    }
}
