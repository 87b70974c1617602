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

    @Test func `of two first sessions one is stored, with what comes after it`() async throws {
        for _ in 0..<5 {
            let base = DictionaryStorage()
            let storage = try storage(base)
            try await storage.open()
            let records = try (0..<3).map { SessionRecord(authKey: .plain(try .random()), dcID: 2, userID: $0 + 1) }
            let winners = try await withThrowingTaskGroup(of: SessionRecord?.self) { group in
                for record in records {
                    group.addTask {
                        guard try await storage.replaceSession(nil, with: record) else { return nil }
                        try await storage.apply([
                            .setPeer(PeerRecord(id: record.userID, accessHash: 1, type: "user", date: 1))
                        ])
                        return record
                    }
                }
                return try await group.reduce(into: [SessionRecord]()) { if let winner = $1 { $0.append(winner) } }
            }
            #expect(winners.count == 1)
            #expect(try await storage.session() == winners.first)
            #expect(try await storage.peers(after: nil, limit: 9).map(\.id) == winners.map(\.userID))
        }
    }

    @Test func `what a migration was told is told by the next opening`() async throws {
        try await Scratch.run { scratch in
            try scratch.copyFixture(as: "a.session")
            try scratch.setMode(0o644, "a.session")
            let storage = try storage(FileStorage(path: scratch.path("a.session")))
            try await storage.encrypt()
            func isTightened(_ notices: [StorageNotice]) -> Bool {
                notices.contains { if case .modeTightened = $0 { true } else { false } }
            }
            try await #expect(isTightened(storage.open()))
            try await storage.close()
            try await #expect(!isTightened(storage.open()))
            try await storage.close()
        }
    }

    @Test func `a notice of an opening that failed is told once, by the one that succeeds`() async throws {
        try await Scratch.run { scratch in
            try scratch.copyFixture(as: "a.session")
            let file = FileStorage(path: scratch.path("a.session"))
            try await storage(file).encrypt()
            try scratch.setMode(0o644, "a.session")
            let right = try storage(file)
            let wrong = file.encrypted(with: try Passphrase("wrong"), derivation: .minimum)
            await #expect(throws: VaultError.incorrectPassphrase) { try await wrong.open() }
            // Another storage object: the mode is as it should be by now.
            func tightened(_ notices: [StorageNotice]) -> Int {
                notices.count { if case .modeTightened = $0 { true } else { false } }
            }
            try await #expect(tightened(right.open()) == 0)
            try await right.close()
            try scratch.setMode(0o644, "a.session")
            let hooked = HookedStorage(file)
            let again = try storage(hooked)
            hooked.before { call in if call == .readSession { throw VaultError.diskFull } }
            await #expect(throws: VaultError.diskFull) { try await again.open() }
            hooked.before { _ in }
            try await #expect(tightened(again.open()) == 1)
            try await again.close()
            try await #expect(tightened(again.open()) == 0)
            try await again.close()
        }
    }

    @Test func `a disk too full to rewrite the storage does not keep a sealed session shut`() async throws {
        let base = DictionaryStorage()
        let record = SessionRecord(authKey: .plain(try .random()), dcID: 2, userID: 7)
        try await base.open()
        #expect(try await base.replaceSession(nil, with: record))
        try await base.apply([.setPeer(PeerRecord(id: 1, accessHash: 1, type: "user", date: 1))])
        await base.close()
        let full = HookedStorage(base)
        full.before { call in if call == .scrub { throw VaultError.diskFull } }
        let storage = try storage(full)
        await #expect(throws: VaultError.diskFull) { try await storage.encrypt() }
        #expect(try await storage.open().contains(.migrationPending))
        #expect(try await storage.session() == record)
        #expect(try await storage.peer(.id(1))?.id == 1)
        try await storage.close()
        full.before { _ in }
        #expect(try await storage.open().contains(.migrationResumed(nil)))
        try await storage.close()
        #expect(try await !storage.open().contains(.migrationResumed(nil)))
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
