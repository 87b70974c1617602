import Foundation
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

    @Test func `a session goes on with what was written where only the ledger was not`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let base = DictionaryStorage()
            let session = Session(base.encrypted(with: keyring))
            try await session.open()
            try await session.replace(authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 1))
            let key = try AuthKey.random()
            let away = fixture.ledgerPath + ".away"
            try FileManager.default.moveItem(atPath: fixture.ledgerPath, toPath: away)
            await #expect(throws: VaultError.unsuitableFile(.missing, path: fixture.ledgerPath)) {
                try await session.replace(authKey: key, dataCenter: DataCenter(id: 4), account: Account(id: 2))
            }
            #expect(try session.authKey == key && session.account?.id == 2)
            try FileManager.default.moveItem(atPath: away, toPath: fixture.ledgerPath)
            try await session.update(account: Account(id: 3))
            try await session.close()
            try await session.open()
            #expect(try session.authKey == key && session.account?.id == 3)
            try await session.close()
        }
    }

    @Test func `an engine's own error ends a change, whatever it says`() async throws {
        let engine = HookedStorage(MemoryStorage())
        let session = try await ExportFixture.session(engine)
        engine.before { if $0 == .listPeers { throw VaultError.changedMeanwhile } }
        await #expect(throws: VaultError.changedMeanwhile) {
            try await session.replace(authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 8))
        }
        try await Scratch.run { scratch in
            await #expect(throws: VaultError.changedMeanwhile) {
                try await session.export(
                    to: scratch.path("e"), sealedTo: [try Identity.generate().recipient], includingPeers: true)
            }
            try #expect(scratch.names.isEmpty)
        }
    }
}
