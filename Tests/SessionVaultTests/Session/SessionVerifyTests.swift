import Testing

@testable import SessionVault

@Suite struct SessionVerifyTests {
    private func verify(
        _ storage: any Storage, _ progress: @escaping @Sendable (RowProgress) -> Void = { _ in }
    ) async throws -> VerificationReport {
        let session = Session(storage)
        return try await session.withOpen { try await session.verify(progress: progress) }
    }

    /// Changes what the closed engine holds.
    private func change(_ base: any Storage, _ body: () async throws -> Void) async throws {
        try await base.open()
        try await body()
        try await base.close()
    }

    @Test func `every row of a sealed session is opened, counted and told of`() async throws {
        try await Scratch.run(syncsNothing: true) { scratch in
            for base: any Storage in [DictionaryStorage(), FileStorage("x", directory: scratch.directory)] {
                let fixture = try await VaultFixture(base, peers: 1_100)
                let told = Shared<[RowProgress]>([])
                let report = try await verify(fixture.storage()) { progress in told.change { $0.append(progress) } }
                #expect(report == VerificationReport(peers: 1_100, updateStates: 3))
                #expect(report.isIntact)
                #expect("\(report)" == "1100 peers, 3 update states")
                #expect(told.value.map(\.rowsDone) == [0, 500, 1_000, 1_100, 1_103])
                #expect(told.value.allSatisfy { $0.rowsTotal == 1_103 })
            }
        }
    }

    @Test func `rows that were changed, moved or planted are counted, and the rest is`() async throws {
        let fixture = try await VaultFixture(peers: 20)
        try await change(fixture.base) {
            var rows = try await fixture.base.peers(after: nil, limit: 20)
            rows[3].sealed?[40] ^= 1
            // One in the place of another.
            rows[5].sealed = rows[6].sealed
            // Says that it is of an epoch before.
            rows[8].sealed?[1] = 0
            var state = try #require(try await fixture.base.updateStates().first)
            state.sealed = [1, 2]
            try await fixture.base.apply([3, 5, 8].map { .setPeer(rows[$0]) } + [.setUpdateState(state)])
            try await fixture.base.apply([.setPeer(.user(-1)), .setPeer(.user(-2))])
        }
        let report = try await verify(fixture.storage())
        #expect(
            report
                == VerificationReport(peers: 17, updateStates: 2, failedRows: 4, strayRows: 2, earlierRows: 1))
        #expect(!report.isIntact)
        #expect(
            "\(report)"
                == "17 peers, 2 update states, 4 that do not open, 2 that are not the vault's, 1 of an earlier epoch")
    }

    @Test func `a changed envelope is an error, and no report`() async throws {
        let fixture = try await VaultFixture()
        let session = Session(fixture.storage())
        try await session.open()
        let stored = try #require(try await fixture.base.session())
        guard case .envelope(var bytes) = stored.authKey else { return }
        bytes[bytes.count - 1] ^= 1
        var changed = stored
        changed.authKey = .envelope(bytes)
        try await #expect(fixture.base.replaceSession(stored, with: changed))
        await #expect(throws: VaultError.tampered(.envelope)) { try await session.verify() }
        try await session.close()
        await #expect(throws: VaultError.notOpen) { try await session.verify() }
    }

    @Test func `a plain session's rows are counted, and a vault of the key alone has no sealed ones`() async throws {
        let fixture = try await VaultFixture(coverage: .authKey)
        var expected = VerificationReport(peers: 5, updateStates: 3)
        try await #expect(verify(fixture.storage()) == expected)
        let sealed = PeerRecord(id: 99, accessHash: 0, type: "0", usernames: [], phoneNumber: nil, date: 0, sealed: [1])
        try await change(fixture.base) { try await fixture.base.apply([.setPeer(sealed)]) }
        expected.strayRows = 1
        try await #expect(verify(fixture.storage()) == expected)

        let plain = MemoryStorage()
        let session = try await ExportFixture.session(plain)
        try await session.update([Peer.user(1), Peer.user(2)])
        try await #expect(session.verify() == VerificationReport(peers: 2))
    }

    @Test func `while a re-key is under way, rows under either key open`() async throws {
        let fixture = try await VaultFixture(HookedStorage(DictionaryStorage()), peers: 600)
        let hooked = try #require(fixture.base as? HookedStorage)
        let session = Session(fixture.storage())
        try await session.open()
        let batches = Shared(0)
        hooked.before { call in
            guard call == .apply else { return }
            let count = batches.change { count in
                count += 1
                return count
            }
            if count > 1 { throw VaultError.diskFull }
        }
        await #expect(throws: VaultError.diskFull) { try await session.rotateKeys() }
        try await #expect(
            session.verify() == VerificationReport(peers: 600, updateStates: 3, earlierRows: 403))
        hooked.before { _ in }
        try await session.rotateKeys()
        try await #expect(session.verify() == VerificationReport(peers: 600, updateStates: 3))
        try await session.close()
    }

    @Test func `sealing in place and back tells how far it is`() async throws {
        try await Scratch.run(syncsNothing: true) { scratch in
            for base: any Storage in [DictionaryStorage(), FileStorage("x", directory: scratch.directory)] {
                let session = try await ExportFixture.session(base)
                try await session.update((1...700).map { Peer.user($0) })
                try await session.update([UpdateState(id: 0, pts: 1)])
                try await session.close()
                let storage = base.encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
                let told = Shared<[RowProgress]>([])
                try await storage.encrypt { progress in told.change { $0.append(progress) } }
                expectWhole(told.value, of: 701)
                told.change { $0 = [] }
                try await storage.decryptToPlaintext { progress in told.change { $0.append(progress) } }
                expectWhole(told.value, of: 701)
            }
        }
    }

    private func expectWhole(_ told: [RowProgress], of total: Int) {
        #expect(told.first == RowProgress(rowsDone: 0, rowsTotal: total))
        #expect(told.last == RowProgress(rowsDone: total, rowsTotal: total))
        #expect(told.count >= 3)
        #expect(zip(told, told.dropFirst()).allSatisfy { $0.rowsDone <= $1.rowsDone })
    }
}
