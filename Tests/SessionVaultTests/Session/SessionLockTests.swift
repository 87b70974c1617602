import Testing

@testable import SessionVault

/// A keyring that is locked while its session does something.
@Suite struct SessionLockTests {
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
