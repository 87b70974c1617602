import Testing

@testable import SessionVault

@Suite struct SessionLifecycleTests {
    @Test func `open gives the storage's notices and reads the record once`() async throws {
        let fixture = Fixture()
        #expect(try await fixture.session.open() == [.memoryNotLocked])
        #expect(fixture.storage.takeCalls() == [.open, .session])
        #expect(try !fixture.session.hasAuthKey)
        #expect(fixture.storage.takeCalls().isEmpty)
    }

    @Test func `a second open is refused and leaves the session open`() async throws {
        let fixture = try await Fixture.opened()
        await #expect(throws: VaultError.alreadyOpen) { try await fixture.session.open() }
        #expect(try fixture.session.hasAuthKey)
        #expect(fixture.storage.takeCalls().isEmpty)
    }

    @Test func `another session over the open storage fails and does not close it`() async throws {
        let fixture = try await Fixture.opened()
        let other = Session(fixture.storage)
        await #expect(throws: VaultError.alreadyOpen) { try await other.open() }
        try await other.close()
        #expect(fixture.storage.takeCalls() == [.open])
        #expect(try await fixture.session.peer(id: 1) == nil)
    }

    @Test func `every call on a closed session throws notOpen`() async throws {
        let fixture = try await Fixture.opened()
        let session = fixture.session
        try await session.close()
        _ = fixture.storage.takeCalls()
        let key = try AuthKey.random()
        #expect(throws: VaultError.notOpen) { try session.authKey }
        #expect(throws: VaultError.notOpen) { try session.dataCenter }
        #expect(throws: VaultError.notOpen) { try session.account }
        #expect(throws: VaultError.notOpen) { try session.hasAuthKey }
        await #expect(throws: VaultError.notOpen) { try await session.peer(id: 1) }
        await #expect(throws: VaultError.notOpen) { try await session.peer(username: "") }
        await #expect(throws: VaultError.notOpen) { try await session.peer(phoneNumber: "") }
        await #expect(throws: VaultError.notOpen) { try await session.update([Peer.user(1)]) }
        await #expect(throws: VaultError.notOpen) { try await session.removePeer(id: 1) }
        await #expect(throws: VaultError.notOpen) { try await session.updateStates() }
        await #expect(throws: VaultError.notOpen) { try await session.update([UpdateState(id: 1)]) }
        await #expect(throws: VaultError.notOpen) { try await session.removeUpdateStates(ids: [1]) }
        await #expect(throws: VaultError.notOpen) { for try await _ in session.peers {} }
        await #expect(throws: VaultError.notOpen) {
            try await session.replace(authKey: key, dataCenter: DataCenter(id: 1))
        }
        await #expect(throws: VaultError.notOpen) { try await session.exportPlaintext(as: .pyrogram) }
        #expect(fixture.storage.takeCalls().isEmpty)
    }

    @Test func `a new session has no key, and says noSession`() async throws {
        let fixture = Fixture()
        try await fixture.session.open()
        #expect(throws: VaultError.noSession) { try fixture.session.authKey }
        #expect(throws: VaultError.noSession) { try fixture.session.account }
        await #expect(throws: VaultError.noSession) { try await fixture.session.update(account: Account(id: 1)) }
        await #expect(throws: VaultError.noSession) { try await fixture.session.update(apiID: 1) }
    }

    @Test func `a session can be closed twice and opened again`() async throws {
        let fixture = try await Fixture.opened()
        let key = try fixture.session.authKey
        try await fixture.session.close()
        try await fixture.session.close()
        #expect(fixture.storage.takeCalls() == [.close])
        try await fixture.session.open()
        #expect(try fixture.session.authKey == key)
    }

    @Test func `delete works on an open and on a closed session`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.delete()
        #expect(throws: VaultError.notOpen) { try fixture.session.authKey }
        try await fixture.session.delete()
        #expect(fixture.storage.takeCalls() == [.delete, .delete])
        try await fixture.session.open()
        #expect(try !fixture.session.hasAuthKey)
    }

    @Test func `delete in a cancelled task deletes nothing, and can be called again`() async throws {
        let fixture = try await Fixture.opened()
        let key = try fixture.session.authKey
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await fixture.session.delete()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(fixture.storage.takeCalls() == [])
        #expect(try fixture.session.authKey == key)
        try await fixture.session.delete()
        #expect(fixture.storage.takeCalls() == [.delete])
    }

    @Test func `an envelope without an encrypted storage in between is refused and the storage closed`() async throws {
        let fixture = Fixture()
        _ = try await fixture.storage.base.open()
        _ = try await fixture.storage.base.replaceSession(
            nil, with: SessionRecord(authKey: .envelope([1]), dcID: 0))
        await fixture.storage.base.close()
        await #expect(throws: VaultError.encrypted) { try await fixture.session.open() }
        #expect(fixture.storage.takeCalls() == [.open, .session, .close])
        #expect(throws: VaultError.notOpen) { try fixture.session.hasAuthKey }
    }

    @Test(arguments: [(0, 0, 0, "dc_id"), (-1, 0, 0, "dc_id"), (2, -1, 0, "user_id"), (2, 0, -1, "api_id")])
    func `a record that no client writes is refused`(_ dc: Int16, _ user: Int64, _ api: Int32, _ column: String)
        async throws
    {
        let fixture = Fixture()
        _ = try await fixture.storage.base.open()
        let record = SessionRecord(authKey: .plain(try .random()), dcID: dc, apiID: api, userID: user)
        _ = try await fixture.storage.base.replaceSession(nil, with: record)
        await fixture.storage.base.close()
        await #expect(throws: VaultError.invalidValue(column: column)) { try await fixture.session.open() }
        #expect(fixture.storage.takeCalls().last == .close)
    }

    @Test func `what an open noticed that was then refused is told by the next, once`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.copyFixture(as: "x.session")
            try scratch.sqlite("x.session", "UPDATE sessions SET dc_id = -1")
            try scratch.setMode(0o644, "x.session")
            // By itself, the file would refuse the value before it noticed anything.
            let session = Session(HookedStorage(FileStorage(path: path)))
            await #expect(throws: VaultError.invalidValue(column: "dc_id")) { try await session.open() }
            try scratch.sqlite("x.session", "UPDATE sessions SET dc_id = 2")
            try await #expect(session.open() == [.modeTightened(path: path, from: 0o644)])
            try await session.close()
            try await #expect(session.open() == [])
            try await session.close()
        }
    }

    @Test func `an open that is cancelled half-way leaves the session and the storage closed`() async throws {
        let fixture = Fixture()
        fixture.storage.before { call in
            if call == .session { while !Task.isCancelled { await Task.yield() } }
            // Some engines look for a cancellation in their calls, and must be closed nevertheless.
            if call == .close { try Task.checkCancellation() }
        }
        let task = Task { try await fixture.session.open() }
        while fixture.storage.calls != [.open, .session] { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(fixture.storage.takeCalls() == [.open, .session, .close])
        fixture.storage.before { _ in }
        try await fixture.session.open()
        #expect(try !fixture.session.hasAuthKey)
    }

    @Test func `close waits for a write that was begun`() async throws {
        let fixture = try await Fixture.opened()
        fixture.storage.before { call in
            if case .apply = call { for _ in 0..<100 { await Task.yield() } }
        }
        let writing = Task { try await fixture.session.update([Peer.user(1)]) }
        while fixture.storage.takeCalls().isEmpty { await Task.yield() }
        try await fixture.session.close()
        try await writing.value
        _ = try await fixture.storage.base.open()
        #expect(try await fixture.row(1) != nil)
    }

    @Test func `a close that fails leaves the session open for another`() async throws {
        let fixture = try await Fixture.opened()
        fixture.storage.before { if $0 == .close { throw VaultError.diskFull } }
        await #expect(throws: VaultError.diskFull) { try await fixture.session.close() }
        #expect(try fixture.session.hasAuthKey)
        fixture.storage.before { _ in }
        try await fixture.session.close()
        #expect(throws: VaultError.notOpen) { try fixture.session.hasAuthKey }
    }
}

@Suite struct SessionWithOpenTests {
    struct Failure: Error {}

    @Test func `withOpen closes after the body and gives its result`() async throws {
        let fixture = Fixture()
        let result = try await fixture.session.withOpen { try fixture.session.hasAuthKey }
        #expect(!result)
        #expect(fixture.storage.takeCalls() == [.open, .session, .close])
    }

    @Test func `withOpen closes after a body that throws, whose error wins`() async throws {
        let fixture = Fixture()
        fixture.storage.before { if $0 == .close { throw VaultError.diskFull } }
        await #expect(throws: Failure.self) { try await fixture.session.withOpen { throw Failure() } }
        // The second try is for what could not be closed at first.
        #expect(fixture.storage.takeCalls() == [.open, .session, .close, .close])
    }

    @Test func `withOpen closes in a cancelled task`() async throws {
        let fixture = Fixture()
        fixture.storage.before { if $0 == .close { try Task.checkCancellation() } }
        let task = Task {
            try await fixture.session.withOpen {
                while !Task.isCancelled { await Task.yield() }
                try Task.checkCancellation()
            }
        }
        while fixture.storage.calls != [.open, .session] { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(fixture.storage.takeCalls() == [.open, .session, .close])
        #expect(throws: VaultError.notOpen) { try fixture.session.hasAuthKey }
    }

    @Test func `withOpen on an open session runs nothing and closes nothing`() async throws {
        let fixture = try await Fixture.opened()
        await #expect(throws: VaultError.alreadyOpen) {
            try await fixture.session.withOpen { Issue.record("it ran") }
        }
        #expect(try fixture.session.hasAuthKey)
    }
}
