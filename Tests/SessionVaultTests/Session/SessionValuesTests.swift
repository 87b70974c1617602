import Testing

@testable import SessionVault

@Suite struct SessionValuesTests {
    @Test func `the record of a faster writer is read once`() async throws {
        let fixture = try await Fixture.opened()
        let other = try await fixture.storage.base.session()
        var changed = try #require(other)
        changed.apiID = 77
        let isReplaced = try await fixture.storage.base.replaceSession(other, with: changed)
        #expect(isReplaced)
        _ = fixture.storage.takeCalls()
        await #expect(throws: VaultError.changedMeanwhile) { try await fixture.session.update(apiID: 5) }
        #expect(fixture.storage.takeCalls() == [.replace, .session])
        #expect(try fixture.session.apiID == 77)
    }

    @Test func `replace stores a whole record, dated now`() async throws {
        let fixture = Fixture()
        let key = try AuthKey.random()
        try await fixture.session.open()
        try await fixture.session.replace(
            authKey: key, dataCenter: DataCenter(id: 203, isTest: true, address: "dc.example", port: 80),
            account: Account(id: 9, isBot: true), apiID: 4)
        let expected = SessionRecord(
            authKey: .plain(key), dcID: 203, isTest: true, apiID: 4, userID: 9, isBot: true, date: Fixture.start,
            serverAddress: "dc.example", port: 80)
        #expect(try await fixture.storage.base.session() == expected)
        #expect(try fixture.session.authKey == key)
        #expect(try fixture.session.dataCenter == DataCenter(id: 203, isTest: true))
        #expect(try fixture.session.dataCenter.address == "dc.example")
        #expect(try fixture.session.dataCenter.port == 80)
        #expect(try fixture.session.account == Account(id: 9, isBot: true))
        #expect(try fixture.session.apiID == 4)
        #expect(try fixture.session.date == Fixture.start)
    }

    @Test func `before log-in there is a key and no account`() async throws {
        let fixture = Fixture()
        try await fixture.session.open()
        try await fixture.session.replace(authKey: try .random(), dataCenter: DataCenter(id: 2))
        #expect(try fixture.session.account == nil)
        #expect(try fixture.session.apiID == nil)
        #expect(try fixture.session.dataCenter.address == "149.154.167.51")
        try await fixture.session.update(account: Account(id: 5))
        #expect(try fixture.session.account == Account(id: 5))
    }

    @Test func `a move to another DC keeps account and application`() async throws {
        let fixture = try await Fixture.opened()
        let key = try AuthKey.random()
        try await fixture.session.update(authKey: key, dataCenter: DataCenter(id: 4))
        #expect(try fixture.session.authKey == key)
        #expect(try fixture.session.dataCenter.id == 4)
        #expect(try fixture.session.account == Account(id: 7))
        #expect(try fixture.session.apiID == 1)
    }

    @Test func `a value that cannot be kept is refused before anything is written`() async throws {
        let fixture = try await Fixture.opened()
        let session = fixture.session
        let key = try AuthKey.random()
        for id in [0, -1, 32_768] {
            await #expect(throws: VaultError.unstorableValue(field: "dataCenter")) {
                try await session.replace(authKey: key, dataCenter: DataCenter(id: id))
            }
        }
        let long = DataCenter(id: 1, address: String(repeating: "a", count: 256))
        await #expect(throws: VaultError.unstorableValue(field: "address")) {
            try await session.update(authKey: key, dataCenter: long)
        }
        for id in [0, -1] as [Int64] {
            await #expect(throws: VaultError.unstorableValue(field: "account")) {
                try await session.update(account: Account(id: id))
            }
        }
        await #expect(throws: VaultError.unstorableValue(field: "apiID")) { try await session.update(apiID: -1) }
        #expect(fixture.storage.takeCalls().isEmpty)
    }

    @Test func `values that are stored already are not written again`() async throws {
        let fixture = try await Fixture.opened()
        fixture.clock.advance(100)
        try await fixture.session.update(account: Account(id: 7))
        try await fixture.session.update(apiID: 1)
        #expect(fixture.storage.takeCalls().isEmpty)
        #expect(try fixture.session.date == Fixture.start)
    }

    @Test func `a lost race overwrites nothing, throws, and shows what the other wrote`() async throws {
        let fixture = try await Fixture.opened()
        let current = try #require(try await fixture.storage.base.session())
        var other = current
        other.userID = 99
        _ = try await fixture.storage.base.replaceSession(current, with: other)
        await #expect(throws: VaultError.changedMeanwhile) { try await fixture.session.update(apiID: 3) }
        #expect(try await fixture.storage.base.session() == other)
        #expect(try fixture.session.account?.id == 99)
        try await fixture.session.update(apiID: 3)
        #expect(try fixture.session.apiID == 3)
        #expect(try fixture.session.account?.id == 99)
    }

    @Test func `an envelope that another writer put there is not overwritten`() async throws {
        let fixture = try await Fixture.opened()
        let current = try #require(try await fixture.storage.base.session())
        let sealed = SessionRecord(authKey: .envelope([1]), dcID: 0)
        _ = try await fixture.storage.base.replaceSession(current, with: sealed)
        await #expect(throws: VaultError.encrypted) { try await fixture.session.update(apiID: 3) }
        await #expect(throws: VaultError.encrypted) { try await fixture.session.update(apiID: 3) }
        #expect(try await fixture.storage.base.session() == sealed)
    }

    /// Whether peers and update states are still there after a change.
    private func cacheSurvives(
        isLoggedIn: Bool = true, _ change: (Session) async throws -> Void
    ) async throws -> Bool {
        let fixture = try await Fixture.opened()
        if !isLoggedIn { try await fixture.session.update(account: nil) }
        try await fixture.session.update((1...1_200).map { Peer.user($0) })
        try await fixture.session.update([UpdateState(id: 0, pts: 1)])
        try await change(fixture.session)
        var count = 0
        for try await _ in fixture.session.peers { count += 1 }
        let states = try await fixture.session.updateStates()
        #expect([0, 1_200].contains(count))
        #expect(states.count == (count == 0 ? 0 : 1))
        return count > 0
    }

    @Test func `peers stay with their account and go with any other`() async throws {
        let key = try AuthKey.random()
        let (dc, testDC) = (DataCenter(id: 2), DataCenter(id: 2, isTest: true))
        #expect(try await cacheSurvives { try await $0.update(authKey: key, dataCenter: DataCenter(id: 4)) })
        #expect(
            try await cacheSurvives { try await $0.replace(authKey: key, dataCenter: dc, account: Account(id: 7)) })
        #expect(
            try await !cacheSurvives { try await $0.replace(authKey: key, dataCenter: dc, account: Account(id: 8)) })
        #expect(
            try await !cacheSurvives { try await $0.replace(authKey: key, dataCenter: testDC, account: Account(id: 7)) }
        )
        #expect(try await !cacheSurvives { try await $0.update(account: Account(id: 8)) })
        #expect(try await !cacheSurvives { try await $0.update(account: nil) })
        #expect(try await cacheSurvives(isLoggedIn: false) { try await $0.update(account: Account(id: 8)) })
        #expect(try await !cacheSurvives(isLoggedIn: false) { try await $0.replace(authKey: key, dataCenter: dc) })
    }

    @Test func `peers go before the record changes, so a crash in between mixes nothing`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([Peer.user(1)])
        fixture.storage.before { if $0 == .replace { throw RecordingStorage.Failure() } }
        await #expect(throws: RecordingStorage.Failure.self) {
            try await fixture.session.update(account: Account(id: 8))
        }
        #expect(try await fixture.row(1) == nil)
        #expect(try fixture.session.account == Account(id: 7))
    }

    @Test func `without a clock of its own a session goes by the system's`() async throws {
        let session = Session(DictionaryStorage())
        try await session.open()
        try await session.replace(authKey: .random(), dataCenter: DataCenter(id: 2))
        #expect(try session.date > 1_750_000_000)
        #expect(try session.date < 10_000_000_000)
    }

    @Test func `a session prints its key's id and nothing else`() async throws {
        let fixture = Fixture()
        #expect("\(fixture.session)" == "session")
        try await fixture.session.open()
        try await fixture.session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 5_000_000_001))
        let expected = "session, \(try fixture.session.authKey)"
        var dumped = ""
        dump(fixture.session, to: &dumped)
        #expect("\(fixture.session)" == expected)
        #expect(dumped.contains(expected))
        #expect(dumped.utf8.count < 60)
    }

    @Test func `well-known DCs have addresses, others none`() {
        #expect(DataCenter.wellKnown(id: 2)?.address == "149.154.167.51")
        #expect(DataCenter.wellKnown(id: 2)?.port == 443)
        #expect(DataCenter.wellKnown(id: 3, isTest: true)?.address == "149.154.175.117")
        #expect(DataCenter.wellKnown(id: 3, isTest: true)?.port == 80)
        #expect(DataCenter.wellKnown(id: 203)?.address == "91.105.192.100")
        for (id, isTest) in [(6, false), (0, false), (4, true), (-1, true)] {
            #expect(DataCenter.wellKnown(id: id, isTest: isTest) == nil)
        }
    }

    @Test func `DCs are the same by id and environment, not by address`() {
        #expect(DataCenter(id: 2) == DataCenter.wellKnown(id: 2))
        #expect(DataCenter(id: 2) != DataCenter(id: 2, isTest: true))
        #expect(Set([DataCenter(id: 2), DataCenter(id: 2, address: "a"), DataCenter(id: 3)]).count == 2)
    }
}
