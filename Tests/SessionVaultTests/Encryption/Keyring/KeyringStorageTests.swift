import Testing

@testable import SessionVault

/// What is asked of a storage that a keyring opens.
@Suite struct KeyringStorageTests {
    @Test func `a passphrase that is added to a keyring's vault has the storage's cost, within its limits`()
        async throws
    {
        try await KeyringFixture.run { fixture in
            let base = try await fixture.vault()
            let limits = KeyDerivation.Limits(passes: 16, mebibytes: 1024, totalCost: 50)
            let storage = base.encrypted(with: fixture.keyring, derivation: .minimum, limits: limits)
            try await storage.open()
            try await storage.vault.add(.passphrase(try Passphrase("first")))
            try await #expect(storage.vault.slots.map(\.kind) == [.keyring, .passphrase(.minimum)])
            await #expect(throws: VaultError.derivationAbovePolicy(passes: 2, mebibytes: 19)) {
                try await storage.vault.add(.passphrase(try Passphrase("second")))
            }
        }
    }

    @Test func `a keyring's vault is pinned by its id`() async throws {
        try await KeyringFixture.run { fixture in
            let (base, other) = (try await fixture.vault(), try await fixture.vault())
            let storage = base.encrypted(with: fixture.keyring)
            try await storage.open()
            let id = try storage.vault.id
            try await storage.close()
            try await base.encrypted(with: fixture.keyring, origin: .pinned(id)).open()
            await #expect {
                try await other.encrypted(with: fixture.keyring, origin: .pinned(id)).open()
            } throws: {
                if case VaultError.otherVault(id, _) = $0 { true } else { false }
            }
        }
    }
}
