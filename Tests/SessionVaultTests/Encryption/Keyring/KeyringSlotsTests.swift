import Foundation
import Testing

@testable import SessionVault

@Suite struct KeyringSlotsTests {
    @Test func `each kind of secret opens the keyring by a slot of its own`() async throws {
        try await KeyringFixture.run { fixture in
            let (keyring, passphrase) = (fixture.keyring, try Passphrase("a passphrase"))
            let (code, identity) = (try RecoveryCode.generate(), try Identity.generate())
            try await keyring.add(.passphrase(passphrase))
            try await keyring.add(.recoveryCode(code))
            try await keyring.add(identity.recipient)
            let kinds = try await keyring.slots.map(\.kind)
            #expect(kinds == [.rawKey, .passphrase(.minimum), .recoveryCode, .recipient(nil)])
            let secrets: [VaultSecret] = [
                .rawKey(fixture.rawKey), .passphrase(passphrase), .recoveryCode(code), .identity(identity),
            ]
            for secret in secrets {
                let other = try await fixture.unlocked(secret, origin: .acceptUnverified)
                try await #expect(other.roots == keyring.roots)
            }
        }
    }

    @Test func `a wrong secret opens nothing`() async throws {
        try await KeyringFixture.run { fixture in
            await #expect(throws: VaultError.noMatchingSlot) { try await fixture.unlocked(.rawKey(try .generate())) }
            await #expect(throws: VaultError.noMatchingSlot) {
                try await fixture.unlocked(.passphrase(try Passphrase("none")))
            }
            try await fixture.keyring.add(.passphrase(try Passphrase("right")))
            await #expect(throws: VaultError.incorrectPassphrase) {
                try await fixture.unlocked(.passphrase(try Passphrase("wrong")))
            }
        }
    }

    @Test func `a keyring is refused as the secret of a keyring file, each time in the same words`() async throws {
        try await KeyringFixture.run { fixture in
            let (secret, error) = (VaultSecret.keyring(fixture.keyring), VaultError.nestedKeyring)
            await #expect(throws: error) {
                try await Keyring.create(at: fixture.scratch.path("other"), with: secret)
            }
            await #expect(throws: error) { try await fixture.keyring.add(secret) }
            await #expect(throws: error) { try await fixture.unlocked(secret) }
            let envelope = try fixture.envelope()
            await #expect(throws: error) { try await envelope.unlock(with: secret, limits: .standard) }
            #expect("\(error)" == "a keyring opens vaults and no other keyring; give a secret of another kind")
            try #expect(fixture.scratch.names == [KeyringFixture.name])
        }
    }

    @Test func `an identity opens a keyring only by consent or by its pinned id`() async throws {
        try await KeyringFixture.run { fixture in
            let (id, identity) = (fixture.keyring.id, try Identity.generate())
            try await fixture.keyring.add(identity.recipient)
            await #expect(throws: VaultError.unverifiedOrigin(id)) { try await fixture.unlocked(.identity(identity)) }
            let accepted = try await fixture.unlocked(.identity(identity), origin: .acceptUnverified)
            try await #expect(accepted.notices.contains(.origin(.unverified, id)))
            try #expect(accepted.origin == .unverified && fixture.keyring.origin == .secretHolder)
            let pinned = try await fixture.unlocked(.identity(identity), origin: .pinned(id))
            try await #expect(pinned.notices.contains(.origin(.pinned, id)))
            try #expect(pinned.origin == .pinned)
            pinned.lock()
            #expect(throws: VaultError.keyringLocked) { try pinned.origin }
            // Also when the slot that opened it is gone.
            try await accepted.remove(try accepted.keys().slot)
            try await #expect(accepted.notices.contains(.origin(.unverified, id)))
            let other = VaultID([UInt8](repeating: 7, count: 16))
            await #expect(throws: VaultError.otherVault(expected: other, found: id)) {
                try await fixture.unlocked(origin: .pinned(other))
            }
        }
    }

    @Test func `a removed slot opens nothing, and the last one stays`() async throws {
        try await KeyringFixture.run { fixture in
            let code = try RecoveryCode.generate()
            let slot = try await fixture.keyring.add(.recoveryCode(code))
            try await fixture.keyring.remove(try await fixture.keyring.slots[0])
            await #expect(throws: VaultError.noMatchingSlot) { try await fixture.unlocked() }
            #expect(try await !fixture.unlocked(.recoveryCode(code)).isLocked)
            await #expect(throws: VaultError.lastSlot) { try await fixture.keyring.remove(slot) }
            let none = SlotID([UInt8](repeating: 1, count: 8))
            await #expect(throws: VaultError.noSuchSlot(none)) { try await fixture.keyring.remove(none) }
            // Who has it unlocked has its keys.
            #expect(try await fixture.keyring.slots.map(\.id) == [slot])
        }
    }

    @Test func `a keyring tells how often it was written, by whomever`() async throws {
        try await KeyringFixture.run { fixture in
            let other = try await fixture.unlocked()
            try await #expect(fixture.keyring.version == VaultVersion(epoch: 1, generation: 1))
            try await other.add(.recoveryCode(try .generate()))
            _ = try await other.rotateRoot(over: [])
            try await #expect(fixture.keyring.version == VaultVersion(epoch: 1, generation: 3))
            fixture.keyring.lock()
            await #expect(throws: VaultError.keyringLocked) { try await fixture.keyring.version }
        }
    }

    @Test func `a keyring with one slot says so`() async throws {
        try await KeyringFixture.run { fixture in
            try await #expect(fixture.keyring.notices.contains(.singleSlot))
            // In words that are as true of a keyring as of a vault.
            let text = "\(StorageNotice.singleSlot)"
            #expect(!text.contains("vault") && !text.contains("session") && !text.contains("keyring"))
            try await fixture.keyring.add(.recoveryCode(try .generate()))
            try await #expect(!fixture.keyring.notices.contains(.singleSlot))
        }
    }

    @Test func `a secret has one slot, a file 16 and 4 of them for passphrases`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = fixture.keyring
            let first = try await keyring.slots[0].id
            await #expect(throws: VaultError.slotExists(first)) { try await keyring.add(.rawKey(fixture.rawKey)) }
            for number in 0..<4 { try await keyring.add(.passphrase(try Passphrase("passphrase \(number)"))) }
            await #expect(throws: VaultError.slotsFull) { try await keyring.add(.passphrase(try Passphrase("more"))) }
            for _ in 0..<11 { try await keyring.add(.rawKey(try .generate())) }
            let before = try fixture.bytes
            await #expect(throws: VaultError.slotsFull) { try await keyring.add(.rawKey(try .generate())) }
            #expect(try fixture.bytes == before)
        }
    }

    @Test func `a passphrase that would make the slots cost more than is opened is not added`() async throws {
        try await KeyringFixture.run { fixture in
            let limits = KeyDerivation.Limits(passes: 16, mebibytes: 1024, totalCost: 50)
            let keyring = try await Keyring.unlock(
                at: fixture.path, with: .rawKey(fixture.rawKey), derivation: .minimum, limits: limits)
            try await keyring.add(.passphrase(try Passphrase("first")))
            let before = try fixture.bytes
            await #expect(throws: VaultError.derivationAbovePolicy(passes: 2, mebibytes: 19)) {
                try await keyring.add(.passphrase(try Passphrase("second")))
            }
            try #expect(fixture.bytes == before)
        }
    }

    @Test func `a changed passphrase opens in the place of the old one, at the writer's own cost`() async throws {
        try await Scratch.run(syncsNothing: true) { scratch in
            let (path, old, new) = (scratch.path("k"), try Passphrase("old"), try Passphrase("new"))
            let cheap = try KeyDerivation(passes: 3, mebibytes: 19)
            let made = try await Keyring.create(at: path, with: .passphrase(old), derivation: cheap)
            let id = try await made.slots[0].id
            let keyring = try await Keyring.unlock(at: path, with: .passphrase(old), derivation: .minimum)
            try await keyring.changePassphrase(to: new)
            let slots = try await keyring.slots
            #expect(slots.map(\.id) == [id] && slots.map(\.kind) == [.passphrase(.minimum)])
            await #expect(throws: VaultError.incorrectPassphrase) {
                try await Keyring.unlock(at: path, with: .passphrase(old))
            }
            #expect(try await !Keyring.unlock(at: path, with: .passphrase(new)).isLocked)
        }
    }

    @Test func `which passphrase is to change has to be clear`() async throws {
        try await KeyringFixture.run { fixture in
            let new = try Passphrase("new")
            await #expect(throws: VaultError.noMatchingSlot) { try await fixture.keyring.changePassphrase(to: new) }
            let first = try await fixture.keyring.add(.passphrase(try Passphrase("first")))
            try await fixture.keyring.add(.passphrase(try Passphrase("second")))
            await #expect(throws: VaultError.ambiguousSlot) { try await fixture.keyring.changePassphrase(to: new) }
            try await fixture.keyring.changePassphrase(to: new, of: first)
            #expect(try await !fixture.unlocked(.passphrase(new)).isLocked)
            #expect(try await !fixture.unlocked(.passphrase(try Passphrase("second"))).isLocked)
            await #expect(throws: VaultError.incorrectPassphrase) {
                try await fixture.unlocked(.passphrase(try Passphrase("first")))
            }
        }
    }

    @Test func `changes of several keyrings on one file are all there at the end`() async throws {
        try await KeyringFixture.run { fixture in
            let writers = [fixture.keyring, try await fixture.unlocked(), try await fixture.unlocked()]
            let left = try await withThrowingTaskGroup(of: [SlotID].self) { group in
                for writer in writers {
                    group.addTask {
                        var ids: [SlotID] = []
                        for _ in 0..<100 {
                            ids.append(try await writer.add(.rawKey(try .generate())))
                            if ids.count > 2 { try await writer.remove(ids.removeFirst()) }
                        }
                        return ids
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let slots = try await fixture.keyring.slots
            #expect(Set(slots.dropFirst().map(\.id)) == Set(left) && left.count == 6)
            #expect(try fixture.envelope().generation == 1 + 3 * (100 + 98))
        }
    }
}
