import Foundation
import Testing

@testable import SessionVault

@Suite struct KeyringRotationTests {
    /// A keyring with a ledger, and a vault.
    private struct Place {
        let fixture: KeyringFixture
        let keyring: Keyring
        let base: DictionaryStorage
        let names = [KeyringFixture.name, KeyringFixture.ledgerName]
        var next: String { KeyringFixture.ledgerName + ".next" }

        /// The bytes of the keyring's file and of the ledger.
        func bytes() throws -> [[UInt8]] {
            try names.map { [UInt8](try Data(contentsOf: URL(filePath: fixture.scratch.path($0)))) }
        }
    }

    private func run(_ body: (Place) async throws -> Void) async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            try await body(Place(fixture: fixture, keyring: keyring, base: try await fixture.vault(keyring)))
        }
    }

    @Test func `a rotation shuts out who had the old key, keeps slots and roots, and opens every vault`() async throws {
        try await run { place in
            let (keyring, fixture) = (place.keyring, place.fixture)
            let (passphrase, code, identity) = (
                try Passphrase("one"), try RecoveryCode.generate(), try Identity.generate()
            )
            try await keyring.add(.passphrase(passphrase))
            try await keyring.add(.recoveryCode(code))
            try await keyring.add(identity.recipient)
            let (slots, roots, old) = (try await keyring.slots, try await keyring.roots, try keyring.keys().dataKey)
            let secrets: [VaultSecret] = [
                .rawKey(fixture.rawKey), .passphrase(passphrase), .recoveryCode(code), .identity(identity),
            ]
            try await keyring.rotateKeys(with: secrets)
            try await #expect(keyring.slots == slots)
            try await #expect(keyring.roots == roots)
            try await #expect(keyring.version == VaultVersion(epoch: 2, generation: 5))
            #expect(throws: VaultError.tampered(.envelope)) {
                try VaultError.mapping { try fixture.envelope().verify(with: old) }
            }
            for secret in secrets {
                let other = try await fixture.unlocked(secret, origin: .acceptUnverified, ledger: fixture.ledgerPath)
                let storage = place.base.encrypted(with: other)
                try await storage.open()
                try await storage.close()
            }
            // What is changed later is under the new key, by this keyring too.
            try await keyring.remove(slots[1])
            _ = try await keyring.rotateRoot(over: [place.base.encrypted(with: keyring)])
            try await #expect(fixture.unlocked(ledger: fixture.ledgerPath).roots.count == 2)
        }
    }

    @Test func `a slot whose secret is absent goes by consent alone, and recipients are given again`() async throws {
        try await run { place in
            let (keyring, fixture, identity) = (place.keyring, place.fixture, try Identity.generate())
            let rawKey = VaultSecret.rawKey(fixture.rawKey)
            let code = try await keyring.add(.recoveryCode(try .generate()))
            let recipient = try await keyring.add(identity.recipient)
            let own = try await keyring.slots[0].id
            let before = try place.bytes()
            await #expect(throws: VaultError.slotSecretsMissing([own, code, recipient])) {
                try await keyring.rotateKeys()
            }
            await #expect(throws: VaultError.slotSecretsMissing([code])) {
                try await keyring.rotateKeys(with: [rawKey], recipients: [identity.recipient], dropping: [recipient])
            }
            let none = SlotID([UInt8](repeating: 1, count: 8))
            await #expect(throws: VaultError.noSuchSlot(none)) { try await keyring.rotateKeys(dropping: [none]) }
            await #expect(throws: VaultError.lastSlot) {
                try await keyring.rotateKeys(dropping: [own, code, recipient])
            }
            await #expect(throws: VaultError.nestedKeyring) { try await keyring.rotateKeys(with: [.keyring(keyring)]) }
            let many = try (0..<16).map { _ in try Identity.generate().recipient }
            await #expect(throws: VaultError.slotsFull) {
                try await keyring.rotateKeys(with: [rawKey], recipients: many, dropping: [code, recipient])
            }
            try #expect(place.bytes() == before)
            try await keyring.rotateKeys(
                with: [rawKey], recipients: [identity.recipient, identity.recipient], dropping: [code, recipient])
            try await #expect(keyring.slots.map(\.kind) == [.rawKey, .recipient(nil)])
            _ = try await fixture.unlocked(.identity(identity), origin: .acceptUnverified)
            try await keyring.rotateKeys(
                recipients: [identity.recipient], dropping: Set(try await keyring.slots.map(\.id)))
            try await #expect(keyring.slots.map(\.kind) == [.recipient(nil)])
        }
    }

    @Test func `a rotation that ends after any of its writes leaves a keyring and a ledger that open`()
        async throws
    {
        try await run { place in
            let (keyring, fixture) = (place.keyring, place.fixture)
            let old = try place.bytes()
            try await keyring.rotateKeys(with: [.rawKey(fixture.rawKey)])
            let new = try place.bytes()
            #expect(try !fixture.scratch.names.contains(place.next))
            let storage = place.base.encrypted(with: keyring)
            try await storage.open()
            let vault = try storage.vault.id
            // The file, the ledger, and what lies beside it, in the order in which they are written.
            let states: [(file: [UInt8], ledger: [UInt8], next: [UInt8]?, epoch: UInt32)] = [
                (old[0], old[1], new[1], 1), (new[0], old[1], new[1], 2), (new[0], new[1], new[1], 2),
                (new[0], new[1], nil, 2),
            ]
            for state in states {
                for name in [place.next] { try? FileManager.default.removeItem(atPath: fixture.scratch.path(name)) }
                try fixture.put(state.file)
                try fixture.put(state.ledger, KeyringFixture.ledgerName)
                if let next = state.next { try fixture.put(next, place.next) }
                let opened = try await fixture.unlocked(ledger: fixture.ledgerPath)
                let ledger = try #require(opened.ledger)
                try await #expect(opened.version.epoch == state.epoch)
                try await #expect(ledger.version(of: vault) == VaultVersion(epoch: 1, generation: 1))
                try await #expect(ledger.version(of: opened.id) == opened.version)
                // And goes on from there.
                try await opened.rotateKeys(with: [.rawKey(fixture.rawKey)])
                let again = try await fixture.unlocked(ledger: fixture.ledgerPath)
                try await #expect(again.version.epoch == state.epoch + 1)
                try #expect(!fixture.scratch.names.contains(place.next))
            }
        }
    }

    @Test func `a rotation that the disk refuses at any of its writes is one that a killed process left`() async throws
    {
        let (file, ledger) = (KeyringFixture.name, KeyringFixture.ledgerName)
        // What is written in the place of each cannot be made, and how far the rotation comes then.
        for (name, epoch) in [(ledger + ".next", UInt32(1)), (file, 1), (ledger, 2)] {
            try await run { place in
                let (keyring, fixture) = (place.keyring, place.fixture)
                let before = try place.bytes()
                let obstacle = fixture.scratch.path("." + name + ".svnew")
                try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: false)
                await #expect(throws: VaultError.self) {
                    try await keyring.rotateKeys(with: [.rawKey(fixture.rawKey)])
                }
                try #expect(fixture.envelope().epoch == epoch)
                let after = try place.bytes()
                #expect(after[1] == before[1] && (after[0] == before[0]) == (epoch == 1))
                if epoch == 1 {
                    // Nothing has changed for who goes on.
                    try await #expect(keyring.version.epoch == 1)
                } else {
                    // Nothing is noted in what is no longer the ledger.
                    await #expect(throws: VaultError.tampered(.ledger)) { try await keyring.ledger?.forget(keyring.id) }
                }
                try FileManager.default.removeItem(atPath: obstacle)
                let opened = try await fixture.unlocked(ledger: fixture.ledgerPath)
                try await #expect(opened.version.epoch == epoch)
                try await #expect(#require(opened.ledger).version(of: opened.id) == opened.version)
                try await opened.rotateKeys(with: [.rawKey(fixture.rawKey)])
                try await #expect(fixture.unlocked(ledger: fixture.ledgerPath).version.epoch == epoch + 1)
            }
        }
    }

    @Test func `a file from before a rotation is refused by the ledger, and a ledger from before by the file`()
        async throws
    {
        try await run { place in
            let (keyring, fixture) = (place.keyring, place.fixture)
            let old = try place.bytes()
            try await keyring.rotateKeys(with: [.rawKey(fixture.rawKey)])
            let new = try place.bytes()
            for (file, ledger) in [(old[0], new[1]), (new[0], old[1])] {
                try fixture.put(file)
                try fixture.put(ledger, KeyringFixture.ledgerName)
                await #expect(throws: VaultError.tampered(.ledger)) {
                    try await fixture.unlocked(ledger: fixture.ledgerPath)
                }
            }
            try fixture.put(old[0])
            await #expect(throws: VaultError.tampered(.envelope)) { try await keyring.slots }
        }
    }

    @Test func `who has it unlocked elsewhere is told to unlock it anew`() async throws {
        try await run { place in
            let fixture = place.fixture
            let others = [try await fixture.unlocked(), try await fixture.unlocked(ledger: fixture.ledgerPath)]
            try await place.keyring.rotateKeys(with: [.rawKey(fixture.rawKey)])
            for other in others {
                await #expect(throws: VaultError.changedMeanwhile) { try await other.slots }
                await #expect(throws: VaultError.changedMeanwhile) { try await other.add(.rawKey(try .generate())) }
            }
            await #expect(throws: VaultError.changedMeanwhile) { try await others[1].ledger?.forget(place.keyring.id) }
            // Also where a vault has moved to a root that it cannot know.
            let rotation = try await place.keyring.rotateRoot(over: [place.base.encrypted(with: place.keyring)])
            #expect(rotation.isComplete)
            await #expect(throws: VaultError.changedMeanwhile) {
                try await place.base.encrypted(with: others[0]).open()
            }
        }
    }

    @Test func `who reads, changes and unlocks a keyring while its keys are rotated is not disturbed`() async throws {
        try await run { place in
            let (keyring, fixture) = (place.keyring, place.fixture)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 0..<40 { try await keyring.rotateKeys(with: [.rawKey(fixture.rawKey)]) }
                }
                group.addTask { for _ in 0..<300 { _ = try await keyring.slots } }
                group.addTask { for _ in 0..<60 { _ = try await keyring.rotateRoot(over: []) } }
                group.addTask { for _ in 0..<100 { try await keyring.ledger?.forget(keyring.id) } }
                group.addTask { for _ in 0..<60 { _ = try await fixture.unlocked(ledger: fixture.ledgerPath) } }
                try await group.waitForAll()
            }
            try await #expect(keyring.version.epoch == 41)
        }
    }

    @Test func `a locked keyring is not rotated`() async throws {
        try await run { place in
            place.keyring.lock()
            let before = try place.bytes()
            await #expect(throws: VaultError.keyringLocked) {
                try await place.keyring.rotateKeys(with: [.rawKey(place.fixture.rawKey)])
            }
            try #expect(place.bytes() == before)
        }
    }

    @Test func `what a killed rotation left beside a ledger that is in use goes, and is never taken for the ledger`()
        async throws
    {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let base = try await fixture.vault(keyring)
            try await keyring.rotateKeys(with: [.rawKey(fixture.rawKey)])
            let rotated = [UInt8](try Data(contentsOf: URL(filePath: fixture.ledgerPath)))
            let next = KeyringFixture.ledgerName + ".next"
            let storage = base.encrypted(with: keyring)
            try await storage.open()
            let slot = try await storage.vault.add(.recoveryCode(try .generate()))
            try await storage.vault.remove(slot)
            try await storage.close()
            // Killed before it was removed.
            try fixture.put(rotated, next)
            _ = try await fixture.unlocked(ledger: fixture.ledgerPath)
            #expect(try !fixture.scratch.names.contains(next))
            // One that somebody lays there anew, beside a ledger that he has damaged.
            try fixture.put(rotated, next)
            var broken = [UInt8](try Data(contentsOf: URL(filePath: fixture.ledgerPath)))
            broken[broken.count - 1] ^= 1
            try fixture.put(broken, KeyringFixture.ledgerName)
            await #expect(throws: VaultError.tampered(.ledger)) {
                try await fixture.unlocked(ledger: fixture.ledgerPath)
            }
        }
    }
}
