import Testing
import VaultSodium

@testable import SessionVault

/// What somebody can do who writes to the engine and has no key.
@Suite struct HostileStorageTests {
    private func sealed(
        _ base: any Storage, coverage: EncryptedStorage.Coverage = .everything
    ) throws -> EncryptedStorage {
        base.encrypted(with: try Passphrase("p"), coverage: coverage, derivation: .minimum)
    }

    private func user(_ id: Int64, _ username: String, hash: Int64 = 1) -> PeerRecord {
        PeerRecord(id: id, accessHash: hash, type: "user", usernames: [username], date: 5)
    }

    private func plain(_ peers: [PeerRecord]) async throws -> (base: DictionaryStorage, record: SessionRecord) {
        let base = DictionaryStorage()
        let record = SessionRecord(authKey: .plain(try .random()), dcID: 2, userID: 7)
        try await base.open()
        #expect(try await base.replaceSession(nil, with: record))
        try await base.apply(peers.map { .setPeer($0) } + [.setUpdateState(UpdateStateRecord(id: 0, pts: 1))])
        await base.close()
        return (base, record)
    }

    /// What the base holds, to compare.
    private func everything(_ base: DictionaryStorage) async throws -> [String] {
        try await base.open()
        let session = try await base.session()
        var found = ["\(session == nil)"]
        if let session { found.append(try session.authKey.withBytes { "\([UInt8](copying: $0))" }) }
        found += try await base.peers(after: nil, limit: .max).map { "\($0)" }
        found += try await base.updateStates().sorted { $0.id < $1.id }.map { "\($0)" }
        await base.close()
        return found
    }

    @Test func `a removed envelope is tampering, and never an empty storage`() async throws {
        for peers in [[user(1, "alice")], []] {
            let (base, record) = try await plain(peers)
            try await sealed(base).encrypt()
            // A dictionary of its own, with the vault's rows and no session.
            let stripped = DictionaryStorage()
            try await base.open()
            let rows = try await base.peers(after: nil, limit: .max)
            let states = try await base.updateStates()
            await base.close()
            try await stripped.open()
            // A planted row in front does not hide the sealed ones.
            try await stripped.apply(
                [.setPeer(user(.min, "first"))] + rows.map { .setPeer($0) } + states.map { .setUpdateState($0) })
            await stripped.close()
            let storage = try sealed(stripped)
            await #expect(throws: VaultError.tampered(.envelope)) { try await storage.open() }
            try await stripped.open()
            #expect(try await stripped.peers(after: nil, limit: .max).count == rows.count + 1)
            #expect(record.userID == 7)
        }
    }

    @Test func `rows that lie in a storage without a session do not get into its vault`() async throws {
        for coverage in [EncryptedStorage.Coverage.everything, .authKey] {
            let base = DictionaryStorage()
            try await base.open()
            try await base.apply([.setPeer(user(1, "left_over")), .setUpdateState(UpdateStateRecord(id: 3, pts: 4))])
            await base.close()
            let storage = try sealed(base, coverage: coverage)
            try await storage.open()
            let record = SessionRecord(authKey: .plain(try .random()), dcID: 2)
            #expect(try await storage.replaceSession(nil, with: record))
            #expect(try await storage.peers(after: nil, limit: 9).isEmpty)
            #expect(try await storage.updateStates().isEmpty)
            #expect(try await base.peers(after: nil, limit: 9).isEmpty)
            #expect(try await base.updateStates().isEmpty)
        }
    }

    @Test func `what cannot be sealed stops a migration before its first write`() async throws {
        let long = (0..<20).map { String(repeating: "x", count: 250) + "\($0)" }
        var layered = user(2, "layered")
        layered.sealed = [1, 2, 3]
        let cases: [(PeerRecord, String)] = [
            (PeerRecord(id: 1, accessHash: 1, type: "user", usernames: long, date: 0), "usernames"),
            (layered, "sealed"),
        ]
        for (peer, field) in cases {
            let (base, _) = try await plain([user(5, "alice"), peer])
            let before = try await everything(base)
            let storage = try sealed(base)
            await #expect(throws: VaultError.unstorableValue(field: field)) { try await storage.encrypt() }
            #expect(try await everything(base) == before)
        }
    }

    @Test func `a plain row planted beside a sealed one does not replace it, in a migration either`() async throws {
        let (base, _) = try await plain([user(1, "alice"), user(2, "bob")])
        // The envelope from the middle of the migration, as a backup would have it.
        let passphrase = try Passphrase("p")
        let (vault, envelope) = try await UnlockedVault.create(
            for: .passphrase(passphrase), cost: .minimum, flags: [.rowsSealed, .transition])
        try await base.open()
        let stored = try #require(try await base.session())
        #expect(
            try await vault.write(VaultRecord(session: stored), in: envelope, replacing: stored, on: base))
        let early = try #require(try await base.session())
        await base.close()
        let storage = try sealed(base)
        try await storage.open()
        #expect(try await storage.peer(.username("alice"))?.id == 1)
        try await storage.close()

        for planted in [StorageChange.setPeer(user(1, "alice", hash: 666)), .setUpdateState(UpdateStateRecord(id: 0))] {
            try await base.open()
            let current = try await base.session()
            #expect(try await base.replaceSession(current, with: early))
            try await base.apply([planted])
            await base.close()
            await #expect(throws: VaultError.tampered(.row)) { try await storage.open() }
            try await base.open()
            try await base.apply([.removePeer(id: 1), .removeUpdateState(id: 0)])
            await base.close()
            try await storage.open()
            #expect(try await storage.peer(.id(1))?.accessHash == 1)
            try await storage.close()
        }
    }

    @Test func `any byte of an envelope changed, cut or added writes nothing and loses nothing`() async throws {
        let (base, record) = try await plain([user(1, "alice")])
        try await sealed(base).encrypt()
        try await base.open()
        let intact = try #require(try await base.session())
        await base.close()
        guard case .envelope(let bytes) = intact.authKey else {
            Issue.record("no envelope")
            return
        }
        // Each offset once, by one of the three; a slot's own bytes cost a derivation each, so a few of those.
        let slot = 40..<(40 + 12 + 124)
        for index in bytes.indices where !slot.contains(index) || index.isMultiple(of: 16) {
            var changed = bytes
            switch index % 3 {
            case 0: changed[index] ^= 0x41
            case 1: changed.remove(at: index)
            default: changed.insert(0x41, at: index)
            }
            try await base.open()
            let current = try await base.session()
            let hostile = SessionRecord(authKey: .envelope(changed), dcID: 0)
            #expect(try await base.replaceSession(current, with: hostile))
            await base.close()
            let before = try await everything(base)
            let storage = try sealed(base)
            await #expect(throws: VaultError.self, "byte \(index)") { try await storage.open() }
            #expect(try await everything(base) == before)
        }
        try await base.open()
        let current = try await base.session()
        #expect(try await base.replaceSession(current, with: intact))
        await base.close()
        let storage = try sealed(base)
        try await storage.open()
        #expect(try await storage.session() == record)
        #expect(try await storage.peer(.username("alice"))?.id == 1)
    }

    @Test func `a re-key of an empty vault that was interrupted is taken up`() async throws {
        let passphrase = try Passphrase("p")
        let base = DictionaryStorage()
        var (vault, envelope) = try await UnlockedVault.create(
            for: .passphrase(passphrase), cost: .minimum, flags: [.rowsSealed, .transition])
        envelope.epoch = 2
        envelope.slots = [
            try await KeySlot.wrapping(
                vault.dataKey, under: passphrase, cost: .minimum, vaultID: envelope.vaultID, epoch: 2)
        ]
        vault = try UnlockedVault(envelope, dataKey: vault.dataKey, openedBy: vault.slot, kind: .passphrase)
        var record = VaultRecord(session: SessionRecord(authKey: .plain(try .random()), dcID: 2))
        record.retiringKey = VaultRecord.RetiringKey(epoch: 1, dataKey: try .random())
        try await base.open()
        #expect(try await vault.write(record, in: envelope, replacing: nil, on: base))
        await base.close()
        let storage = try sealed(base)
        await #expect(throws: VaultError.encrypted) { try await storage.encrypt() }
        #expect(try await storage.open().contains(.rekeyResumed))
        #expect(try await storage.session() == record.session)
        try await storage.close()
        #expect(try await !storage.open().contains(.rekeyResumed))
    }

    @Test func `rows of another layer are refused, and a derivation beyond the caller's own limits`() async throws {
        for coverage in [EncryptedStorage.Coverage.everything, .authKey] {
            let base = DictionaryStorage()
            let storage = try sealed(base, coverage: coverage)
            try await storage.open()
            let record = SessionRecord(authKey: .plain(try .random()), dcID: 2)
            #expect(try await storage.replaceSession(nil, with: record))
            var layered = user(1, "alice")
            layered.sealed = [1]
            let change = StorageChange.setPeer(layered)
            await #expect(throws: VaultError.unstorableValue(field: "sealed")) { try await storage.apply([change]) }
            #expect(try await storage.peers(after: nil, limit: 9).isEmpty)
        }
        let limits = KeyDerivation.Limits(passes: 2, mebibytes: 32, totalCost: 64)
        let storage = DictionaryStorage().encrypted(with: try Passphrase("p"), limits: limits)
        try await storage.open()
        let record = SessionRecord(authKey: .plain(try .random()), dcID: 2)
        await #expect(throws: VaultError.derivationAbovePolicy(passes: 3, mebibytes: 64)) {
            try await storage.replaceSession(nil, with: record)
        }
        #expect(try await storage.session() == nil)
    }

    @Test func `a vault of less coverage than was asked for is noticed`() async throws {
        let base = DictionaryStorage()
        let small = try sealed(base, coverage: .authKey)
        try await small.open()
        #expect(try await small.replaceSession(nil, with: SessionRecord(authKey: .plain(try .random()), dcID: 2)))
        try await small.close()
        #expect(try await !small.open().contains(.rowsNotSealed))
        try await small.close()
        #expect(try await sealed(base).open().contains(.rowsNotSealed))
    }
}
