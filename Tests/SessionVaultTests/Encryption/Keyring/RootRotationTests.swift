import Foundation
import Testing

@testable import SessionVault

@Suite struct RootRotationTests {
    private func outcomes(_ rotation: RootRotation) -> [String] {
        rotation.entries.map {
            switch $0.outcome {
            case .moved: "moved"
            case .hadMoved: "had moved"
            case .failed(let error): "\(error as? VaultError ?? .notOpen)"
            }
        }
    }

    private func rootSlots(_ base: DictionaryStorage) async throws -> [SlotID] {
        try await base.open()
        let stored = try #require(try await base.session())
        await base.close()
        guard case .envelope(let bytes) = stored.authKey else { throw VaultError.notEncrypted }
        return try Envelope(bytes).slots.filter { $0.kind == .keyring }.map { SlotID($0.id) }
    }

    @Test func `every vault moves to the new root, open or closed, and the old one is dropped`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = fixture.keyring
            let bases = [try await fixture.vault(), try await fixture.vault()]
            let storages = bases.map { $0.encrypted(with: keyring) }
            try await storages[0].open()
            let old = try await keyring.roots[0].id
            let before = try await (rootSlots(bases[1]), storages[0].session())

            let rotation = try await keyring.rotateRoot(over: storages)
            #expect(outcomes(rotation) == ["moved", "moved"] && rotation.isComplete)
            #expect(rotation.retiring == [old])
            try await #expect(
                keyring.roots == [.init(id: rotation.active, state: .active), .init(id: old, state: .retiring)])
            try await #expect(rootSlots(bases[1]) != before.0)
            try await #expect(storages[0].session() == before.1)
            try await #expect(storages[0].vault.slots.map(\.kind) == [.keyring])
            await #expect(throws: VaultError.notOpen) { try await storages[1].session() }
            #expect(outcomes(try await keyring.rotateRoot(over: storages)) == ["had moved", "had moved"])

            try await keyring.dropRoot(old, after: rotation)
            try await #expect(keyring.roots.map(\.id) == [rotation.active])
            try await keyring.dropRoot(old, after: rotation)
            let later = try await fixture.unlocked()
            let opened = bases[1].encrypted(with: later)
            try await opened.open()
            try await #expect(opened.session() != nil)
            try await storages[0].close()
        }
    }

    @Test func `a vault that cannot move keeps its slot, and its root stays until it has moved`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = fixture.keyring
            let bases = [try await fixture.vault(), try await fixture.vault()]
            try await bases[0].open()  // by somebody else
            let storages = bases.map { $0.encrypted(with: keyring) }
            let old = try await keyring.roots[0].id

            let first = try await keyring.rotateRoot(over: storages)
            #expect(outcomes(first) == ["\(VaultError.alreadyOpen)", "moved"])
            #expect(first.failures.count == 1 && !first.isComplete)
            #expect(first.failures.first?.storage === storages[0])
            await #expect(throws: VaultError.rootInUse(old)) { try await keyring.dropRoot(old, after: first) }
            await bases[0].close()
            try await storages[0].open()

            let second = try await keyring.rotateRoot(over: storages)
            #expect(outcomes(second) == ["moved", "had moved"] && second.active == first.active)
            try await keyring.dropRoot(old, after: second)
            try await #expect(keyring.roots.count == 1)
        }
    }

    @Test func `only a root that retires goes, after a pass of its own rotation`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = fixture.keyring
            let storage = try await fixture.vault().encrypted(with: keyring)
            let old = try await keyring.roots[0].id
            let none = try await keyring.rotateRoot(over: [])
            await #expect(throws: VaultError.rootInUse(old)) { try await keyring.dropRoot(old, after: none) }
            let first = try await keyring.rotateRoot(over: [storage])
            await #expect(throws: VaultError.rootInUse(first.active)) {
                try await keyring.dropRoot(first.active, after: first)
            }
            try await keyring.dropRoot(old, after: first)
            let second = try await keyring.rotateRoot(over: [storage])
            #expect(second.retiring == [first.active])
            await #expect(throws: VaultError.rootInUse(first.active)) {
                try await keyring.dropRoot(first.active, after: first)
            }
            try await KeyringFixture.run { other in
                await #expect(throws: VaultError.rootInUse(first.active)) {
                    try await other.keyring.dropRoot(first.active, after: second)
                }
            }
            try await #expect(keyring.roots.count == 2)
        }
    }

    @Test func `a storage without a vault of the keyring is listed with its error`() async throws {
        try await KeyringFixture.run { fixture in
            let other = try await VaultFixture()
            let storages = [
                other.storage(), DictionaryStorage().encrypted(with: fixture.keyring),
                other.storage(.rawKey(try .generate())),
            ]
            let rotation = try await fixture.keyring.rotateRoot(over: storages)
            let errors: [VaultError] = [.noMatchingSlot, .noSession, .noMatchingSlot]
            #expect(outcomes(rotation) == errors.map(\.description))
            try await other.expectOpens(.passphrase(other.passphrase))
        }
    }

    @Test func `a rotation that another process began is seen by who unlocked before`() async throws {
        try await KeyringFixture.run { fixture in
            let (mine, other) = (fixture.keyring, try await fixture.unlocked())
            let maker = try await fixture.unlocked()
            let base = try await fixture.vault()
            let old = try await mine.roots[0].id
            let rotation = try await other.rotateRoot(over: [base.encrypted(with: other)])
            // Opened by a root that it did not know of.
            let storage = base.encrypted(with: mine)
            try await storage.open()
            try await storage.close()
            // And a vault that it makes is of the root that is active by now.
            let new = try await fixture.vault(maker)
            try await other.dropRoot(old, after: rotation)
            let last = try await fixture.unlocked()
            for base in [base, new] { try await base.encrypted(with: last).open() }
        }
    }

    @Test func `a pass that ends after any write is taken up by the next`() async throws {
        for survivors in 0..<4 {
            try await KeyringFixture.run { fixture in
                var bases: [DictionaryStorage] = []
                for _ in 0..<3 { bases.append(try await fixture.vault()) }
                let keyring = fixture.keyring
                _ = try await keyring.rotateRoot(over: bases.prefix(survivors).map { $0.encrypted(with: keyring) })
                // What a killed process leaves: the keyring file and the vaults.
                let next = try await fixture.unlocked()
                for base in bases {
                    let storage = base.encrypted(with: next)
                    try await storage.open()
                    try await storage.close()
                }
                let rotation = try await next.rotateRoot(over: bases.map { $0.encrypted(with: next) })
                #expect(outcomes(rotation).count { $0 == "had moved" } == survivors && rotation.isComplete)
                for root in rotation.retiring { try await next.dropRoot(root, after: rotation) }
                let last = try await fixture.unlocked()
                for base in bases { try await base.encrypted(with: last).open() }
                try await #expect(last.roots.count == 1)
            }
        }
    }

    @Test func `a cancelled pass stops between two vaults`() async throws {
        try await KeyringFixture.run { fixture in
            let storage = try await fixture.vault().encrypted(with: fixture.keyring)
            let pass = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await fixture.keyring.rotateRoot(over: [storage])
            }
            pass.cancel()
            await #expect(throws: CancellationError.self) { try await pass.value }
        }
    }
}
