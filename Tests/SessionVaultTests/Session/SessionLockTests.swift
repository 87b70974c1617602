import Testing

@testable import SessionVault

/// A keyring that is locked while its session does something.
@Suite struct SessionLockTests {
    @Test func `a lock lets go of the data key, the keys of rows and the session's auth key`() async throws {
        try await KeyringFixture.run { fixture in
            let storage = try await fixture.vault().encrypted(with: fixture.keyring)
            let session = Session(storage)
            try await session.open()
            weak let dataKey = try storage.openVault().dataKey
            weak let rowKeys = try storage.openVault().rowKeys
            weak let authKey = try session.authKey
            weak let root = try fixture.keyring.rootKeys().first?.key
            #expect(dataKey != nil && rowKeys != nil && authKey != nil && root != nil)
            fixture.keyring.lock()
            #expect(dataKey == nil)
            #expect(rowKeys == nil)
            #expect(authKey == nil)
            #expect(root == nil)
            try await session.close()
        }
    }

    @Test func `a lock during a write leaves no auth key behind it`() async throws {
        try await KeyringFixture.run { fixture in
            let hooked = HookedStorage(try await fixture.vault())
            let session = Session(hooked.encrypted(with: fixture.keyring))
            try await session.open()
            hooked.after { call in if call == .replaceSession { fixture.keyring.lock() } }
            await #expect(throws: VaultError.keyringLocked) { try await session.update(apiID: 99) }
            #expect(throws: VaultError.keyringLocked) { try session.authKey }
            try await session.close()
        }
    }

    @Test func `a lock during a close that fails leaves none either`() async throws {
        try await KeyringFixture.run { fixture in
            let hooked = HookedStorage(try await fixture.vault())
            let session = Session(hooked.encrypted(with: fixture.keyring))
            try await session.open()
            hooked.before { call in
                guard call == .close else { return }
                fixture.keyring.lock()
                throw VaultError.diskFull
            }
            await #expect(throws: VaultError.diskFull) { try await session.close() }
            #expect(throws: VaultError.keyringLocked) { try session.authKey }
            hooked.before { _ in }
            try await session.close()
        }
    }
}

/// Writes of several batches that a cancelled task has begun.
@Suite struct SealedCancellationTests {
    @Test func `a session that is replaced in a cancelled task is replaced as a whole`() async throws {
        let hooked = HookedStorage(DictionaryStorage())
        let session = Session(hooked.encrypted(with: try Passphrase("p"), derivation: .minimum))
        try await session.open()
        try await session.replace(authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 7))
        try await session.update((1...1_200).map { Peer.user(Int64($0)) })
        let key = try AuthKey.random()
        let task = Task {
            hooked.after { call in
                if call == .apply { unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() } }
            }
            try await session.replace(authKey: key, dataCenter: DataCenter(id: 4), account: Account(id: 8))
        }
        try await task.value
        hooked.after { _ in }
        #expect(try session.authKey == key)
        var count = 0
        for try await _ in session.peers { count += 1 }
        #expect(count == 0)
        try await session.close()
    }
}
