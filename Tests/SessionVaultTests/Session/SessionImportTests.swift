import Testing

@testable import SessionVault

@Suite struct SessionImportTests {
    private func string(
        _ key: AuthKey, _ dc: DataCenter = DataCenter(id: 2), account: Int64 = 7, form: SessionString.Form = .pyrogram
    ) throws -> SessionString {
        try SessionString(form: form, authKey: key, dataCenter: dc, account: Account(id: account), apiID: 11)
    }

    @Test func `a string goes in and comes out the same`() async throws {
        let fixture = Fixture()
        try await fixture.session.open()
        let key = try AuthKey.random()
        let string = try string(key, DataCenter(id: 4))
        try await fixture.session.import(string)
        #expect(try fixture.session.authKey == key)
        #expect(try fixture.session.dataCenter.id == 4)
        #expect(try fixture.session.account == Account(id: 7))
        #expect(try fixture.session.apiID == 11)
        #expect(try await fixture.session.exportPlaintext(as: .pyrogram) == string)
    }

    @Test func `another key is refused unless it may replace`() async throws {
        let fixture = try await Fixture.opened()
        let key = try fixture.session.authKey
        let other = try string(try .random())
        await #expect(throws: VaultError.sessionExists) { try await fixture.session.import(other) }
        #expect(fixture.storage.takeCalls().isEmpty)
        #expect(try fixture.session.authKey == key)
        try await fixture.session.import(other, replacing: true)
        #expect(try fixture.session.authKey == other.authKey)
        #expect(try fixture.session.apiID == 11)
    }

    @Test func `a string of the same key fills in and takes nothing away`() async throws {
        let fixture = Fixture()
        let key = try AuthKey.random()
        try await fixture.session.open()
        try await fixture.session.replace(
            authKey: key, dataCenter: DataCenter(id: 2, address: "a", port: 1), apiID: 5)
        try await fixture.session.update([Peer.user(1)])
        try await fixture.session.import(try string(key, form: .pyrogramOld64))
        #expect(try fixture.session.apiID == 5)
        #expect(try fixture.session.account == Account(id: 7))
        #expect(try fixture.session.dataCenter.address == "a")
        #expect(try await fixture.session.peer(id: 1) != nil)
    }

    @Test func `another account's peers do not come along`() async throws {
        for (account, isKept) in [(7, true), (8, false)] as [(Int64, Bool)] {
            let fixture = try await Fixture.opened()
            try await fixture.session.update([Peer.user(1)])
            try await fixture.session.import(try string(try .random(), account: account), replacing: true)
            #expect(try await (fixture.session.peer(id: 1) != nil) == isKept)
        }
    }

    @Test func `an export that clients would ask questions about is refused`() async throws {
        let fixture = Fixture()
        let session = fixture.session
        try await session.open()
        await #expect(throws: VaultError.noSession) { try await session.exportPlaintext(as: .pyrogram) }
        try await session.replace(authKey: try .random(), dataCenter: DataCenter(id: 2))
        await #expect(throws: VaultError.missingValue(field: "account")) {
            try await session.exportPlaintext(as: .pyrogram)
        }
        try await session.update(account: Account(id: 1 << 32))
        await #expect(throws: VaultError.missingValue(field: "apiID")) {
            try await session.exportPlaintext(as: .pyrogram)
        }
        #expect(try await session.exportPlaintext(as: .pyrogram, apiID: 3).apiID == 3)
        #expect(try await session.exportPlaintext(as: .pyrogramOld64).account?.id == 1 << 32)
        await #expect(throws: VaultError.unstorableValue(field: "account")) {
            try await session.exportPlaintext(as: .pyrogramOld32)
        }
        try await session.update(authKey: try .random(), dataCenter: DataCenter(id: 6))
        await #expect(throws: VaultError.unstorableValue(field: "dataCenter")) {
            try await session.exportPlaintext(as: .pyrogramOld64)
        }
    }
}
