import Testing

@testable import SessionVault

/// Work through a keyring that takes longer than its time-out.
@Suite struct LongUseTests {
    /// An engine under the keyring, whose calls of one kind take twice the time-out from ``slow(_:)`` on.
    private struct Place {
        let keyring: Keyring
        let base = DictionaryStorage()
        let hooked: HookedStorage
        let clock = ManualClock()

        init(_ keyring: Keyring) {
            self.keyring = keyring
            hooked = HookedStorage(base)
        }

        var storage: EncryptedStorage { hooked.encrypted(with: keyring) }

        func slow(_ slow: HookedStorage.Call) {
            hooked.before { [clock] call in
                guard call == slow else { return }
                for _ in 0..<16 { await clock.advance(by: .seconds(10)) }
                await clock.settle()
            }
        }

        /// Runs what uses the keyring through such a call, and then makes sure that it is idle again.
        func expect(
            through call: HookedStorage.Call, _ work: (EncryptedStorage) async throws -> Void
        ) async throws {
            keyring.lock(afterIdle: .seconds(80), clock)
            slow(call)
            try await work(storage)
            #expect(!keyring.isLocked)
            hooked.before { _ in }
            await expectIdle()
        }

        func expectIdle() async {
            for _ in 0..<11 where !keyring.isLocked {
                await clock.advance(by: .seconds(10))
                try? await Task.sleep(for: .milliseconds(2))
            }
            #expect(await keyring.locksSoon)
        }

        /// A plain session with rows.
        func fill() async throws {
            try await base.open()
            try await #expect(base.replaceSession(nil, with: .sample(try .random())))
            try await base.apply((0..<5).map { .setPeer(VaultFixture.peer($0)) })
            await base.close()
        }
    }

    private func run(_ body: (Place) async throws -> Void) async throws {
        try await KeyringFixture.run { fixture in
            let place = Place(fixture.keyring)
            try await place.fill()
            try await body(place)
        }
    }

    private func runSealed(_ body: (Place) async throws -> Void) async throws {
        try await run { place in
            try await place.storage.encrypt()
            try await body(place)
        }
    }

    @Test func `a plain storage is sealed by a keyring that would be idle meanwhile`() async throws {
        for call in [HookedStorage.Call.listPeers, .apply, .scrub, .close] {
            try await run { try await $0.expect(through: call) { try await $0.encrypt() } }
        }
    }

    @Test func `a vault is opened, and decrypted, by a keyring that would be idle meanwhile`() async throws {
        try await runSealed { try await $0.expect(through: .readSession) { try await $0.open() } }
        try await runSealed { try await $0.expect(through: .apply) { try await $0.decryptToPlaintext() } }
    }

    @Test func `a migration that was interrupted is ended by a keyring that would be idle meanwhile`() async throws {
        try await run { place in
            place.hooked.before { if $0 == .apply { throw VaultError.diskFull } }
            await #expect(throws: VaultError.diskFull) { try await place.storage.encrypt() }
            try await place.expect(through: .scrub) { try await $0.open() }
        }
    }

    @Test func `an open vault is re-keyed, scrubbed, listed and changed by a keyring that would be idle meanwhile`()
        async throws
    {
        let works: [(HookedStorage.Call, @Sendable (EncryptedStorage) async throws -> Void)] = [
            (.listPeers, { try await $0.vault.rotateKeys() }),
            (.replaceSession, { try await $0.vault.rotateKeys() }),
            (.scrub, { _ = try await $0.scrub(RemnantPatterns(authKey: nil)) }),
            (.listPeers, { try await #expect($0.peers(after: nil, limit: 10).count == 5) }),
            (.apply, { try await $0.apply([.removePeer(id: 1)]) }),
            (.readSession, { try await $0.vault.add(.recoveryCode(try .generate())) }),
        ]
        for (call, work) in works {
            try await runSealed { place in
                let storage = place.storage
                try await storage.open()
                try await place.expect(through: call) { _ in try await work(storage) }
            }
        }
    }

    @Test func `a root is rotated by a keyring that would be idle meanwhile`() async throws {
        try await runSealed { place in
            try await place.expect(through: .open) { storage in
                try await #expect(place.keyring.rotateRoot(over: [storage]).isComplete)
            }
        }
    }

    @Test func `what fails is a use no longer`() async throws {
        try await runSealed { place in
            place.keyring.lock(afterIdle: .seconds(80), place.clock)
            place.hooked.before { if $0 == .readSession { throw VaultError.diskFull } }
            for _ in 0..<3 { await #expect(throws: VaultError.diskFull) { try await place.storage.open() } }
            await place.expectIdle()
        }
    }

    @Test func `a lock that is asked for, and a system that slept, wait for no work`() async throws {
        try await runSealed { place in
            place.hooked.before { if $0 == .readSession { place.keyring.lock() } }
            await #expect(throws: VaultError.keyringLocked) { try await place.storage.open() }
        }
        try await runSealed { place in
            place.keyring.lock(afterIdle: .seconds(80), place.clock)
            place.hooked.before { call in
                guard call == .readSession else { return }
                await place.clock.advance(by: .seconds(3600))
                #expect(await place.keyring.locksSoon)
            }
            await #expect(throws: VaultError.keyringLocked) { try await place.storage.open() }
        }
    }
}
