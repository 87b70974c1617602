import Foundation
import Testing

@testable import SessionVault

@Suite struct RekeyTests {
    @Test(arguments: [EncryptedStorage.Coverage.everything, .authKey])
    func `after a re-key everything is there under another key, and nothing of the one before`(
        _ coverage: EncryptedStorage.Coverage
    ) async throws {
        let fixture = try await VaultFixture(peers: 250, coverage: coverage)
        let before = try await fixture.envelope()
        let old = try await before.unlock(with: fixture.passphrase, limits: .standard).dataKey
        let reports = Shared<[RekeyProgress]>([])
        try await fixture.opened { storage in
            try await storage.vault.rotateKeys { report in reports.change { $0.append(report) } }
            try await #expect(storage.peer(.id(7)) == VaultFixture.peer(7))
            #expect(
                try await storage.vault.version
                    == VaultVersion(epoch: 2, generation: before.generation + (coverage == .everything ? 2 : 1)))
        }
        try await fixture.expectOpens(.passphrase(fixture.passphrase), peers: 250)
        let after = try await fixture.envelope()
        #expect(after.vaultID == before.vaultID)
        #expect(after.flags == before.flags)
        #expect(after.slots.map(\.id) == before.slots.map(\.id))
        #expect(throws: VaultError.tampered(.envelope)) { try after.verify(with: old) }
        if coverage == .everything {
            let rows = try await rows(of: fixture)
            #expect(rows.count == 253)
            #expect(try rows.allSatisfy { try SealedRow.epoch(of: $0) == 2 })
            #expect(reports.value.first == RekeyProgress(rowsDone: 0, rowsTotal: 253))
            #expect(reports.value.last == RekeyProgress(rowsDone: 253, rowsTotal: 253))
            #expect(zip(reports.value, reports.value.dropFirst()).allSatisfy { $0.rowsDone <= $1.rowsDone })
        }
    }

    private func rows(of fixture: VaultFixture) async throws -> [[UInt8]] {
        try await fixture.base.open()
        var rows = try await fixture.base.updateStates().compactMap(\.sealed)
        try await fixture.base.forEachPage { page in rows += page.compactMap(\.sealed) }
        try await fixture.base.close()
        return rows
    }

    @Test func `every slot is made anew, a recipient's without its identity`() async throws {
        let fixture = try await VaultFixture()
        try await fixture.opened { storage in
            for secret: VaultSecret in [
                .passphrase(fixture.other), .rawKey(fixture.rawKey), .recoveryCode(fixture.code),
            ] { try await storage.vault.add(secret) }
            try await storage.vault.add(fixture.identity.recipient)
            try await storage.vault.rotateKeys(with: [
                .recoveryCode(fixture.code), .rawKey(fixture.rawKey), .passphrase(fixture.other),
            ])
        }
        for secret: VaultSecret in [
            .passphrase(fixture.passphrase), .passphrase(fixture.other), .rawKey(fixture.rawKey),
            .recoveryCode(fixture.code), .identity(fixture.identity),
        ] { try await fixture.expectOpens(secret) }
    }

    @Test func `a slot whose secret is not there goes by consent alone`() async throws {
        let fixture = try await VaultFixture()
        let foreign = KeySlot(kind: .foreign(0x90), id: Array(1...8), body: [1])
        let ids = try await fixture.opened { storage in
            let ids = [
                try await storage.vault.add(.passphrase(fixture.other)),
                try await storage.vault.add(.rawKey(fixture.rawKey)),
            ]
            _ = try await storage.editVault { contents in
                try contents.envelope.add(foreign)
                return true
            }
            return ids + [SlotID(foreign.id)]
        }
        let before = try await fixture.envelope()
        try await fixture.opened { storage in
            await #expect(throws: VaultError.slotSecretsMissing(ids)) { try await storage.vault.rotateKeys() }
            await #expect(throws: VaultError.slotSecretsMissing([ids[0], ids[2]])) {
                try await storage.vault.rotateKeys(
                    with: [.rawKey(fixture.rawKey), .passphrase(try Passphrase("neither"))])
            }
            let unknown = try #require(SlotID("0123456789abcdef"))
            await #expect(throws: VaultError.noSuchSlot(unknown)) {
                try await storage.vault.rotateKeys(dropping: [unknown])
            }
            let all = Set(try await storage.vault.slots.map(\.id))
            await #expect(throws: VaultError.lastSlot) { try await storage.vault.rotateKeys(dropping: all) }
        }
        try await #expect(fixture.envelope() == before)
        try await fixture.opened { storage in
            try await storage.vault.rotateKeys(with: [.rawKey(fixture.rawKey)], dropping: [ids[0], ids[2]])
            try await #expect(storage.vault.slots.count == 2)
        }
        await fixture.expectRefused(.passphrase(fixture.other), .incorrectPassphrase)
        try await fixture.expectOpens(.rawKey(fixture.rawKey))
        try await fixture.expectOpens(.passphrase(fixture.passphrase))
    }

    @Test func `a re-key that is interrupted after any write is taken up by the next opening, or by another call`()
        async throws
    {
        // The first write is the envelope's, the last too, and the batches are in between.
        for failing in 1...5 {
            for takesUpByCall in [false, true] {
                let base = DictionaryStorage()
                let fixture = try await VaultFixture(base, peers: 250)
                let hooked = HookedStorage(base)
                let storage = fixture.storage(over: hooked)
                try await storage.open()
                let count = Shared(0)
                hooked.before { call in
                    guard call == .apply || call == .replaceSession else { return }
                    let number = count.change { count in
                        count += 1
                        return count
                    }
                    if number == failing { throw VaultError.diskFull }
                }
                await #expect(throws: VaultError.diskFull) { try await storage.vault.rotateKeys() }
                hooked.before { _ in }
                try await #expect(storage.peer(.id(249)) == VaultFixture.peer(249))
                try await #expect(storage.peers(after: nil, limit: 300).count == 250)
                if takesUpByCall { try await storage.vault.rotateKeys() }
                try await storage.close()
                let notices = try await storage.open()
                #expect(notices.contains(.rekeyResumed) == (failing > 1 && !takesUpByCall))
                try await storage.close()
                try await fixture.expectOpens(.passphrase(fixture.passphrase), peers: 250)
                let isRekeyed = failing > 1 || takesUpByCall
                try await #expect(fixture.envelope().epoch == (isRekeyed ? 2 : 1))
                try await #expect(rows(of: fixture).allSatisfy { try SealedRow.epoch(of: $0) == (isRekeyed ? 2 : 1) })
            }
        }
    }

    @Test func `look-ups and writes go on while rows are moved`() async throws {
        let fixture = try await VaultFixture(peers: 1_000)
        let storage = fixture.storage()
        try await storage.open()
        let isOver = Shared(false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<3 { try await storage.vault.rotateKeys() }
                isOver.change { $0 = true }
            }
            group.addTask {
                while !isOver.value {
                    let id = Int64.random(in: 0..<1_000)
                    try await #expect(storage.peer(.id(id))?.id == id)
                    try await #expect(storage.peer(.phoneNumber("1555\(id)"))?.id == id)
                    try await #expect(
                        storage.peers([.id(id), .id(-1), .id(999 - id)]).map { $0?.id } == [
                            id, nil, 999 - id,
                        ])
                    try await #expect(storage.updateStates().count == 3)
                    try await #expect(storage.session() == fixture.record)
                }
            }
            group.addTask {
                var round = 0
                while !isOver.value {
                    round += 1
                    let id = Int64.random(in: 0..<1_000)
                    try await storage.apply([.setPeer(VaultFixture.peer(id, name: "round\(round)"))])
                    try await #expect(storage.peer(.username("round\(round)"))?.id == id)
                    try await storage.apply([.setPeer(VaultFixture.peer(id))])
                    try await storage.apply([.setUpdateState(UpdateStateRecord(id: 2, pts: 3))])
                }
            }
            group.addTask {
                while !isOver.value {
                    let peers = try await storage.peers(after: nil, limit: 2_000)
                    #expect(peers.count == 1_000)
                    #expect(Set(peers.map(\.id)).count == 1_000)
                }
            }
            try await group.waitForAll()
        }
        try await #expect(storage.vault.version.epoch == 4)
        try await storage.close()
        try await fixture.expectOpens(.passphrase(fixture.passphrase), peers: 1_000)
        try await #expect(rows(of: fixture).count == 1_003)
    }

    @Test func `a listing that a re-key comes between says so, and one that begins later is whole`() async throws {
        let storage = MemoryStorage().encrypted(with: try Passphrase("p"), derivation: .minimum)
        let session = Session(storage)
        try await session.open()
        try await session.replace(authKey: try .random(), dataCenter: DataCenter(id: 2), account: Account(id: 7))
        let count = Session.pageSize + 5
        try await session.update((1...count).map { Peer.user(Int64($0)) })
        var iterator = session.peers.makeAsyncIterator()
        _ = try await iterator.next()
        try await session.rotateKeys()
        await #expect(throws: VaultError.changedMeanwhile) { while try await iterator.next() != nil {} }
        var listed: Set<Int64> = []
        for try await peer in session.peers { listed.insert(peer.id) }
        #expect(listed.count == count)
        try await session.close()
    }

    @Test func `a row that does not open is found before anything is changed`() async throws {
        let base = DictionaryStorage()
        let fixture = try await VaultFixture(base)
        try await base.open()
        var row = try #require(try await base.peers(after: nil, limit: 1).first)
        row.sealed?[40] ^= 1
        try await base.apply([.setPeer(row)])
        await base.close()
        let before = try await fixture.envelope()
        await #expect(throws: VaultError.tampered(.row)) {
            try await fixture.opened { try await $0.vault.rotateKeys() }
        }
        try await #expect(fixture.envelope() == before)
    }

    @Test func `a row of the epoch before that is put back is never returned, and ends a re-key's listing once`()
        async throws
    {
        let base = DictionaryStorage()
        let fixture = try await VaultFixture(base)
        try await base.open()
        let old = try await base.peers(after: nil, limit: 10)
        await base.close()
        try await fixture.opened { try await $0.vault.rotateKeys() }
        try await base.open()
        try await base.apply([.setPeer(old[0])])
        await base.close()
        try await fixture.opened { storage in
            for id in 0..<Int64(5) { try await #expect(storage.peer(.id(id)) == VaultFixture.peer(id)) }
            await #expect(throws: VaultError.tampered(.row)) { try await storage.peers(after: nil, limit: 10) }
        }
    }

    @Test func `an older envelope with the key of the epoch before opens none of the new rows`() async throws {
        let fixture = try await VaultFixture()
        let before = try await fixture.envelope()
        try await fixture.opened { storage in
            try await storage.vault.changePassphrase(to: fixture.other)
            try await storage.vault.rotateKeys()
        }
        try await fixture.put(before)
        try await fixture.opened(.passphrase(fixture.passphrase)) { storage in
            try await #expect(storage.peer(.id(1)) == nil)
            await #expect(throws: VaultError.tampered(.row)) { try await storage.updateStates() }
        }
    }

    @Test func `a wrapper of one's own hands on that its engine is shared, and empties its journal`() async throws {
        try await Scratch.run { scratch in
            for locking in [FileStorage.Locking.shared, .exclusive] {
                let wrapper = HookedStorage(FileStorage(path: scratch.path("\(locking).session"), locking: locking))
                let emptied = Shared(0)
                wrapper.before { if $0 == .truncateJournal { emptied.change { $0 += 1 } } }
                let storage = wrapper.encrypted(with: .rawKey(try .generate()))
                let session = Session(storage)
                try await session.open()
                try await session.replace(authKey: .random(), dataCenter: DataCenter(id: 2))
                let slot = try await session.vault.add(.rawKey(try .generate()))
                let before = emptied.value
                try await session.vault.remove(slot)
                #expect(emptied.value == before + 1)
                #expect(storage.isShared == (locking == .shared))
                if locking == .shared {
                    await #expect(throws: VaultError.needsExclusive) { try await session.rotateKeys() }
                } else {
                    try await session.rotateKeys()
                }
                try await session.close()
            }
        }
    }

    @Test func `a file that is shared is not re-keyed, and a counter at its end neither`() async throws {
        try await Scratch.run { scratch in
            let file = FileStorage(path: scratch.path("x.session"), locking: .shared)
            let fixture = try await VaultFixture(file)
            await #expect(throws: VaultError.needsExclusive) {
                try await fixture.opened { try await $0.vault.rotateKeys() }
            }
        }
        let fixture = try await VaultFixture()
        var envelope = try await fixture.envelope()
        let dataKey = try await envelope.unlock(with: fixture.passphrase, limits: .standard).dataKey
        let payload = try envelope.openPayload(with: dataKey)
        envelope.epoch = .max
        envelope.slots = [
            try await KeySlot.make(
                dataKey, for: .passphrase(fixture.passphrase), cost: .minimum, vaultID: envelope.vaultID, epoch: .max)
        ]
        try envelope.seal(payload, with: dataKey)
        try await fixture.put(envelope)
        await #expect(throws: VaultError.exhausted) { try await fixture.opened { try await $0.vault.rotateKeys() } }
    }

    @Test func `a file has nothing of the rows and the envelope before`() async throws {
        try await Scratch.run { scratch in
            let path = scratch.path("x.session")
            let fixture = try await VaultFixture(FileStorage(path: path), peers: 50)
            let before = try await fixture.envelope()
            let storage = fixture.storage()
            try await storage.open()
            let rows = try await fixture.base.peers(after: nil, limit: 100).compactMap(\.sealed)
            try await storage.vault.rotateKeys()
            // Read by another process: a close of the file here would take the lock off it.
            for (name, ending) in [("x.session", "copy"), ("x.session-wal", "copy-wal")] {
                try scratch.copy(name, to: ending)
                let bytes = try #require(try scratch.contents[ending])
                for secret in [before.payload] + before.slots.map(\.body) + rows {
                    #expect(bytes.range(of: Array(secret.prefix(40)).asData) == nil)
                }
            }
            try await storage.close()
            try await fixture.expectOpens(.passphrase(fixture.passphrase), peers: 50)
        }
    }
}

extension [UInt8] {
    fileprivate var asData: Data { Data(self) }
}
