import Testing
import VaultSodium

@testable import SessionVault

@Suite struct VaultSlotsTests {
    @Test func `a slot of every kind opens the vault, is listed, and opens nothing once it is removed`() async throws {
        let fixture = try await VaultFixture()
        let secrets: [VaultSecret] = [
            .passphrase(fixture.other), .rawKey(fixture.rawKey), .recoveryCode(fixture.code),
            .identity(fixture.identity),
        ]
        var ids: [SlotID] = []
        for secret in secrets {
            ids.append(try await fixture.opened { try await $0.vault.add(secret) })
            try await fixture.expectOpens(secret)
        }
        let kinds: [VaultSlot.Kind] = [
            .passphrase(.minimum), .passphrase(.minimum), .rawKey, .recoveryCode,
            .recipient(fixture.identity.recipient),
        ]
        let slots = try await fixture.opened { try await $0.vault.slots }
        #expect(slots.map(\.kind) == kinds)
        #expect(Array(slots.map(\.id).dropFirst()) == ids)
        for (secret, id) in zip(secrets, ids) {
            try await fixture.opened { try await $0.vault.remove(id) }
            await fixture.expectRefused(
                secret, { if case .passphrase = secret { .incorrectPassphrase } else { .noMatchingSlot } }())
        }
        try await fixture.expectOpens(.passphrase(fixture.passphrase))
        try await #expect(fixture.envelope().generation == 1 + 8)
    }

    @Test func `the last slot cannot be removed, and nor can one that is not there`() async throws {
        let fixture = try await VaultFixture()
        let before = try await fixture.envelope()
        try await fixture.opened { storage in
            let only = try #require(try await storage.vault.slots.first)
            await #expect(throws: VaultError.lastSlot) { try await storage.vault.remove(only) }
            let unknown = try #require(SlotID("0123456789abcdef"))
            await #expect(throws: VaultError.noSuchSlot(unknown)) { try await storage.vault.remove(unknown) }
        }
        try await #expect(fixture.envelope() == before)
    }

    @Test func `another program's slot does not count as a way in, and is kept`() async throws {
        let fixture = try await VaultFixture()
        let foreign = KeySlot(kind: .foreign(0x90), id: Array(1...8), body: [1, 2, 3])
        try await fixture.opened { storage in
            _ = try await storage.editVault { contents in
                try contents.envelope.add(foreign)
                return true
            }
            let first = try #require(try await storage.vault.slots.first)
            await #expect(throws: VaultError.lastSlot) { try await storage.vault.remove(first) }
            try await storage.vault.add(.rawKey(fixture.rawKey))
            try await #expect(storage.vault.slots.map(\.kind)[1] == .foreign(0x90))
        }
        try await #expect(fixture.envelope().slots[1] == foreign)
    }

    @Test func `there are 16 slots at the most, 4 of them for passphrases, and none twice for one key`() async throws {
        let fixture = try await VaultFixture()
        try await fixture.opened { storage in
            let id = try await storage.vault.add(.rawKey(fixture.rawKey))
            await #expect(throws: VaultError.slotExists(id)) { try await storage.vault.add(.rawKey(fixture.rawKey)) }
            let recipient = try await storage.vault.add(fixture.identity.recipient)
            await #expect(throws: VaultError.slotExists(recipient)) {
                try await storage.vault.add(.identity(fixture.identity))
            }
            for number in 2...4 { try await storage.vault.add(.passphrase(try Passphrase("passphrase \(number)"))) }
            await #expect(throws: VaultError.slotsFull) {
                try await storage.vault.add(.passphrase(try Passphrase("passphrase 5")))
            }
            for _ in 7...16 { try await storage.vault.add(.rawKey(try .generate())) }
            let before = try await storage.vault.version
            await #expect(throws: VaultError.slotsFull) { try await storage.vault.add(.rawKey(try .generate())) }
            try await #expect(storage.vault.version == before)
        }
        try await #expect(fixture.envelope().slots.count == 16)
    }

    @Test func `passphrase slots cost together what the storage opens, or are not made`() async throws {
        let fixture = try await VaultFixture()
        let limits = KeyDerivation.Limits(passes: 16, mebibytes: 1024, totalCost: 100)
        let storage = fixture.base.encrypted(
            with: .passphrase(fixture.passphrase), derivation: .minimum, limits: limits)
        try await storage.open()
        try await storage.vault.add(.passphrase(fixture.other))
        await #expect(throws: VaultError.derivationAbovePolicy(passes: 2, mebibytes: 19)) {
            try await storage.vault.add(.passphrase(try Passphrase("third")))
        }
        try await storage.close()
        try await storage.open()
        try await storage.close()
    }

    @Test func `a changed passphrase opens, the one before does not, and the storage goes on with the new one`()
        async throws
    {
        let fixture = try await VaultFixture()
        let storage = fixture.storage()
        try await storage.open()
        let slot = try await storage.vault.slots[0].id
        try await storage.vault.changePassphrase(to: fixture.other)
        try await #expect(storage.vault.slots.map(\.id) == [slot])
        try await storage.close()
        try await storage.open()
        try await storage.close()
        await fixture.expectRefused(.passphrase(fixture.passphrase), .incorrectPassphrase)
        try await fixture.expectOpens(.passphrase(fixture.other))
    }

    @Test func `whose passphrase is changed is the slot named, the one that opened, or the only one`() async throws {
        let fixture = try await VaultFixture()
        let (second, third) = (try Passphrase("second"), try Passphrase("third"))
        let id = try await fixture.opened { storage in
            let id = try await storage.vault.add(.passphrase(second))
            try await storage.vault.add(.rawKey(fixture.rawKey))
            try await storage.vault.changePassphrase(to: third, of: id)
            return id
        }
        await fixture.expectRefused(.passphrase(second), .incorrectPassphrase)
        try await fixture.expectOpens(.passphrase(third))
        try await fixture.expectOpens(.passphrase(fixture.passphrase))
        try await fixture.opened(.rawKey(fixture.rawKey)) { storage in
            await #expect(throws: VaultError.ambiguousSlot) {
                try await storage.vault.changePassphrase(to: second)
            }
            let raw = try #require(try await storage.vault.slots.last).id
            await #expect(throws: VaultError.noSuchSlot(raw)) {
                try await storage.vault.changePassphrase(to: second, of: raw)
            }
            try await storage.vault.remove(id)
            try await storage.vault.changePassphrase(to: second)
        }
        try await fixture.expectOpens(.passphrase(second))
        try await fixture.expectOpens(.rawKey(fixture.rawKey))
    }

    @Test func `what is written costs what the writer's policy says, whatever the header said`() async throws {
        let fixture = try await VaultFixture()
        let policy = try KeyDerivation(passes: 3, mebibytes: 24)
        let cheap = try await fixture.envelope().slots[0].derivation().cost
        #expect(cheap == .minimum)
        let storage = fixture.storage(derivation: policy)
        try await storage.open()
        try await storage.vault.changePassphrase(to: fixture.other)
        try await #expect(storage.vault.slots.map(\.kind) == [.passphrase(policy)])
        try await storage.close()
        // A header of a weaker cost, re-wrapped by who knows the passphrase, ends at the policy's cost too.
        var envelope = try await fixture.envelope()
        let dataKey = try await envelope.unlock(with: fixture.other, limits: .standard).dataKey
        let weak = try await KeySlot.make(
            dataKey, for: .passphrase(fixture.other), cost: .minimum, vaultID: envelope.vaultID, epoch: envelope.epoch)
        envelope.slots = [weak]
        try envelope.authenticate(with: dataKey)
        try await fixture.put(envelope)
        let again = fixture.storage(.passphrase(fixture.other), derivation: policy)
        try await again.open()
        try await again.vault.rotateKeys()
        try await #expect(again.vault.slots.map(\.kind) == [.passphrase(policy)])
        try await again.close()
    }

    @Test func `a wrong secret of each kind opens nothing, and a header of another vault neither`() async throws {
        let fixture = try await VaultFixture()
        try await fixture.opened { storage in
            for secret: VaultSecret in [
                .rawKey(fixture.rawKey), .recoveryCode(fixture.code), .identity(fixture.identity),
            ] { try await storage.vault.add(secret) }
        }
        for secret: VaultSecret in [
            .rawKey(try .generate()), .recoveryCode(try .generate()), .identity(try .generate()),
        ] { await fixture.expectRefused(secret, .noMatchingSlot) }
        // Slots of one vault in another open nothing there.
        let foreign = try await VaultFixture()
        var envelope = try await foreign.envelope()
        envelope.slots += try await fixture.envelope().slots.dropFirst()
        try await foreign.put(envelope)
        await foreign.expectRefused(.rawKey(fixture.rawKey), .noMatchingSlot)
        await foreign.expectRefused(.identity(fixture.identity), .noMatchingSlot)
        await foreign.expectRefused(.passphrase(foreign.passphrase), .tampered(.envelope))
    }

    @Test func `a plain session has no vault`() async throws {
        let session = Session(MemoryStorage())
        #expect(throws: VaultError.notEncrypted) { _ = try session.vault }
        await #expect(throws: VaultError.notEncrypted) { try await session.rotateKeys() }
        let sealed = Session(MemoryStorage().encrypted(with: try Passphrase("p"), derivation: .minimum))
        await #expect(throws: VaultError.notOpen) { try await sealed.vault.slots }
        try await sealed.open()
        await #expect(throws: VaultError.noSession) { try await sealed.vault.slots }
        try await sealed.replace(authKey: try .random(), dataCenter: DataCenter(id: 2))
        try await #expect(sealed.vault.slots.count == 1)
        try await #expect(sealed.vault.version.generation == 1)
        try await sealed.close()
    }

    @Test func `a vault that an identity opens is of no known origin, and is taken by consent alone`() async throws {
        let fixture = try await VaultFixture()
        let id = try await fixture.opened { storage in
            try await storage.vault.add(fixture.identity.recipient)
            try #expect(storage.vault.origin == .secretHolder)
            return try storage.vault.id
        }
        await fixture.expectRefused(
            .identity(fixture.identity), .unverifiedOrigin(id), origin: .refuseUnverified)
        let other = try #require(VaultID(String(repeating: "0", count: 32)))
        await fixture.expectRefused(
            .identity(fixture.identity), .otherVault(expected: other, found: id), origin: .pinned(other))
        await fixture.expectRefused(
            .passphrase(fixture.passphrase), .otherVault(expected: other, found: id), origin: .pinned(other))
        for (policy, origin) in [(OriginPolicy.pinned(id), VaultOrigin.pinned), (.acceptUnverified, .unverified)] {
            let storage = fixture.storage(.identity(fixture.identity), origin: policy)
            try await #expect(storage.open().contains(.origin(origin, id)))
            try #expect(storage.vault.origin == origin)
            try await storage.close()
        }
    }

    @Test func `where the vault came from stays said when the slot that opened it goes`() async throws {
        let fixture = try await VaultFixture()
        let id = try await fixture.opened { try await $0.vault.add(fixture.identity.recipient) }
        try await fixture.opened(.identity(fixture.identity), origin: .acceptUnverified) { storage in
            try await storage.vault.remove(id)
            try #expect(storage.vault.origin == .unverified)
        }
    }

    @Test func `a pinned vault that is gone is missed, and no other is made in its place`() async throws {
        let pin = OriginPolicy.pinned(try #require(VaultID(String(repeating: "ab", count: 16))))
        let storage = DictionaryStorage().encrypted(
            with: .passphrase(try Passphrase("p")), derivation: .minimum, origin: pin)
        await #expect(throws: VaultError.noSession) { try await storage.open() }
    }

    @Test func `a new vault for an identity alone needs consent, and is re-keyed without it`() async throws {
        let identity = try Identity.generate()
        let base = DictionaryStorage()
        let record = SessionRecord(authKey: .plain(try .random()), dcID: 2)
        let refusing = base.encrypted(with: .identity(identity))
        try await refusing.open()
        await #expect {
            try await refusing.replaceSession(nil, with: record)
        } throws: {
            if case VaultError.unverifiedOrigin = $0 { true } else { false }
        }
        try await refusing.close()
        let storage = base.encrypted(with: .identity(identity), origin: .acceptUnverified)
        try await storage.open()
        try await #expect(storage.replaceSession(nil, with: record))
        try await #expect(storage.vault.slots.map(\.kind) == [.recipient(identity.recipient)])
        try await storage.vault.rotateKeys()
        try await storage.close()
        try await storage.open()
        try await #expect(storage.session() == record)
        try await storage.close()
    }

    @Test func `a vault tells which of its slots is a keyring's, and is not misled by an id`() async throws {
        try await KeyringFixture.run { first in
            try await KeyringFixture.run { second in
                let fixture = try await VaultFixture()
                let root = try first.keyring.rootKeys()[0]
                try await fixture.opened { storage in
                    let vault = storage.vault
                    try await #expect(vault.slot(of: first.keyring) == nil)
                    let ids = [
                        try await vault.add(.keyring(first.keyring)), try await vault.add(.keyring(second.keyring)),
                    ]
                    try await #expect(vault.slot(of: first.keyring)?.id == ids[0])
                    try await #expect(vault.slot(of: second.keyring)?.id == ids[1])
                    try await #expect(vault.slot(of: second.keyring)?.kind == .keyring)
                    // By a root that retires, until it has one of the active root.
                    _ = try await first.keyring.rotateRoot(over: [])
                    try await #expect(vault.slot(of: try await first.unlocked())?.id == ids[0])
                    let new = try await vault.add(.keyring(first.keyring))
                    try await #expect(vault.slot(of: first.keyring)?.id == new && new != ids[0])
                    try await vault.remove(ids[0])
                    try await vault.remove(new)
                    try await #expect(vault.slot(of: first.keyring) == nil)
                    first.keyring.lock()
                    await #expect(throws: VaultError.keyringLocked) { try await vault.slot(of: first.keyring) }
                }
                // Another slot under the root's id, which a holder of the vault can write.
                var envelope = try await fixture.envelope()
                let index = try #require(envelope.slots.firstIndex { $0.kind == .keyring })
                let keyring = try await first.unlocked()
                envelope.slots[index].id = try root.key.rootSlotID(in: envelope.vaultID)
                try #expect(envelope.slot(of: keyring.rootKeys()) == nil)
            }
        }
    }
}
