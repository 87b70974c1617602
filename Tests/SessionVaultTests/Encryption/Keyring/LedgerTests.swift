import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct LedgerTests {
    private func put(_ record: SessionRecord, into base: DictionaryStorage) async throws {
        try await base.open()
        let stored = try await base.session()
        #expect(try await base.replaceSession(stored, with: record))
        await base.close()
    }

    private func stored(_ base: DictionaryStorage) async throws -> SessionRecord {
        try await base.open()
        let record = try #require(try await base.session())
        await base.close()
        return record
    }

    private func changed(_ record: SessionRecord, _ change: (inout Envelope) -> Void) throws -> Envelope {
        guard case .envelope(let bytes) = record.authKey else { throw VaultError.notEncrypted }
        var envelope = try Envelope(bytes)
        change(&envelope)
        return envelope
    }

    @Test func `a vault that was put back is refused, with the numbers of both`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let base = try await fixture.vault(keyring)
            let old = try await stored(base)
            let storage = base.encrypted(with: keyring)
            try await storage.open()
            let slot = try await storage.vault.add(.recoveryCode(try .generate()))
            try await storage.vault.remove(slot)
            let id = try storage.vault.id
            try await storage.close()
            let latest = try await stored(base)
            try await put(old, into: base)

            // By the ledger alone: another process, that saw nothing of it.
            let later = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let known = VaultVersion(epoch: 1, generation: 3)
            let error = VaultError.rolledBack(known: known, found: VaultVersion(epoch: 1, generation: 1))
            await #expect(throws: error) { try await base.encrypted(with: later).open() }
            try await #expect(later.ledger?.version(of: id) == known)
            // Without a ledger nobody can tell.
            let unanchored = base.encrypted(with: try await fixture.unlocked())
            try await unanchored.open()
            try await unanchored.close()

            try await put(latest, into: base)
            let opened = base.encrypted(with: later)
            try await opened.open()
            try await opened.close()
            try await put(old, into: base)
            try await later.ledger?.forget(id)
            try await base.encrypted(with: later).open()
            try await #expect(later.ledger?.version(of: id) == VaultVersion(epoch: 1, generation: 1))
        }
    }

    @Test func `a lower epoch, a lower generation and another MAC are refused, and newer is noted`() async throws {
        try await KeyringFixture.run { fixture in
            let ledger = try #require(try await fixture.unlocked(ledger: fixture.ledgerPath).ledger)
            let record = try await stored(try await fixture.vault())
            func version(_ epoch: UInt32, _ generation: UInt64) -> VaultVersion {
                VaultVersion(epoch: epoch, generation: generation)
            }
            func envelope(_ version: VaultVersion, _ mac: UInt8 = 1) throws -> Envelope {
                try changed(record) {
                    ($0.epoch, $0.generation, $0.mac) = (version.epoch, version.generation, $0.mac)
                    $0.mac[15] = mac
                }
            }
            let known = version(3, 10)
            try await ledger.check(try envelope(known))
            try await ledger.check(try envelope(known))
            for (found, mac) in [(version(2, 99), UInt8(1)), (version(3, 9), 1), (known, 2)] {
                await #expect(throws: VaultError.rolledBack(known: known, found: found)) {
                    try await ledger.check(try envelope(found, mac))
                }
            }
            for found in [version(3, 11), version(4, 1)] {
                try await ledger.check(try envelope(found))
                try await #expect(ledger.version(of: VaultID(try envelope(found).vaultID)) == found)
            }
            // A writer that is late with its record takes nothing back.
            try await ledger.record(try envelope(version(3, 12)))
            try await #expect(ledger.version(of: VaultID(try envelope(known).vaultID)) == version(4, 1))
        }
    }

    @Test func `a ledger has the bytes that the format names, and opens again`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            for _ in 0..<5 { _ = try await fixture.vault(keyring) }
            let name = KeyringFixture.ledgerName
            #expect(try fixture.scratch.mode(name) == 0o600 && fixture.scratch.mode(name + ".lock") == 0o600)
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: fixture.ledgerPath)))
            #expect(Array(bytes.prefix(8)) == [0x89, 0x53, 0x56, 0x4C, 0x0D, 0x0A, 0x1A, 0x01])
            #expect(Array(bytes[8..<24]) == keyring.id.bytes)
            #expect(Array(bytes[24..<28]) == [1, 0, 0, 0])
            // A header of 56 bytes, entries of 44 for the keyring's file and five vaults, and a tag.
            #expect(bytes.count == 336)
            #expect(Array(bytes[52..<56]) == [24, 1, 0, 0])
            let record = try LedgerRecord(bytes, of: keyring.id, epoch: 1, with: try keyring.keys().dataKey)
            #expect(record.states.count == 6)
            #expect(record.states[keyring.id]?.version.generation == 1)
        }
    }

    @Test func `a keyring's file that was put back is refused, and one that another process changed is not`()
        async throws
    {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let before = try fixture.bytes
            let id = try await keyring.add(.rawKey(try .generate()))
            // Another process knows nothing of the ledger.
            try await fixture.keyring.add(.rawKey(try .generate()))
            _ = try await fixture.unlocked(ledger: fixture.ledgerPath)
            try await keyring.remove(id)
            try fixture.put(before)
            await #expect {
                try await fixture.unlocked(ledger: fixture.ledgerPath)
            } throws: {
                if case VaultError.rolledBack(let known, let found) = $0 {
                    known.generation == 4 && found.generation == 1
                } else {
                    false
                }
            }
        }
    }

    @Test func `an unlocked keyring reads and changes no state that is older than its ledger knows`() async throws {
        try await KeyringFixture.run { fixture in
            // It never sees the states that come after its own.
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let before = try fixture.bytes
            let other = try await fixture.unlocked(ledger: fixture.ledgerPath)
            try await other.remove(try await other.add(.rawKey(try .generate())))
            let after = try fixture.bytes
            try fixture.put(before)
            let error = VaultError.rolledBack(
                known: VaultVersion(epoch: 1, generation: 3), found: VaultVersion(epoch: 1, generation: 1))
            await #expect(throws: error) { try await keyring.slots }
            await #expect(throws: error) { try await keyring.notices }
            await #expect(throws: error) { try await keyring.roots }
            await #expect(throws: error) { try await keyring.add(.rawKey(try .generate())) }
            await #expect(throws: error) { try await keyring.rotateRoot(over: []) }
            // A vault that is made asks for the root that is active.
            await #expect(throws: error) { try await fixture.vault(keyring) }
            #expect(try fixture.bytes == before)
            try fixture.put(after)
            try await keyring.add(.rawKey(try .generate()))
            try await #expect(keyring.slots.count == 2)
        }
    }

    @Test func `a state that is put back while a change waits for its turn is not changed`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let before = try fixture.bytes
            var waiting: Task<SlotID, any Error>?
            do {
                guard let lock = try FileLock(fixture.path + ".lock") else { throw VaultError.locked(pid: nil) }
                waiting = Task { try await keyring.add(.rawKey(try .generate())) }
                try await Task.sleep(for: .milliseconds(100))
                // What another process wrote and noted, and whose file was put back then.
                let later = try keyring.keys().seal(try keyring.read())
                try await keyring.ledger?.record(later.envelope)
                withExtendedLifetime(lock) {}
            }
            let error = VaultError.rolledBack(
                known: VaultVersion(epoch: 1, generation: 2), found: VaultVersion(epoch: 1, generation: 1))
            await #expect(throws: error) { try await waiting?.value }
            #expect(try fixture.bytes == before)
        }
    }

    @Test func `who reads a keyring while others change it takes no change for a rollback`() async throws {
        try await KeyringFixture.run { fixture in
            let writer = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let reader = try await fixture.unlocked(ledger: fixture.ledgerPath)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 0..<60 { try await writer.remove(try await writer.add(.rawKey(try .generate()))) }
                }
                group.addTask { for _ in 0..<400 { _ = try await reader.slots } }
                group.addTask {
                    for _ in 0..<30 { try await reader.remove(try await reader.add(.rawKey(try .generate()))) }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `a keyring that is made with a ledger is in it from its first state on`() async throws {
        try await KeyringFixture.run { fixture in
            let (path, ledger) = (fixture.scratch.path("other.svault"), fixture.ledgerPath)
            let keyring = try await Keyring.create(at: path, with: .rawKey(fixture.rawKey), ledger: ledger)
            try await #expect(#require(keyring.ledger).version(of: keyring.id)?.generation == 1)
            let base = try await fixture.vault(keyring)
            try await base.open()
            let stored = try #require(try await base.session())
            guard case .envelope(let bytes) = stored.authKey else { throw VaultError.notEncrypted }
            let vault = VaultID(try Envelope(bytes).vaultID)
            try await #expect(#require(keyring.ledger).version(of: vault)?.generation == 1)
            // Another keyring's ledger is found before there is a file.
            let third = fixture.scratch.path("third.svault")
            await #expect(throws: VaultError.self) {
                try await Keyring.create(at: third, with: .rawKey(fixture.rawKey), ledger: ledger)
            }
            #expect(try !fixture.scratch.names.contains("third.svault"))
        }
    }

    @Test func `who unlocks a keyring while others change it takes no change for a rollback`() async throws {
        try await KeyringFixture.run { fixture in
            let writer = try await fixture.unlocked(ledger: fixture.ledgerPath)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 0..<60 { try await writer.remove(try await writer.add(.rawKey(try .generate()))) }
                }
                group.addTask { for _ in 0..<60 { _ = try await fixture.unlocked(ledger: fixture.ledgerPath) } }
                try await group.waitForAll()
            }
        }
    }

    @Test func `a slot that a cancelled task has removed is not taken back by an older envelope`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let base = try await fixture.vault(keyring)
            let hooked = HookedStorage(base)
            let storage = hooked.encrypted(with: keyring)
            try await storage.open()
            let id = try await storage.vault.add(.rawKey(try .generate()))
            let before = try #require(try await base.session())
            hooked.after { call in
                if call == .replaceSession { unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() } }
            }
            try await Task { try await storage.vault.remove(id) }.value
            hooked.after { _ in }
            try await storage.close()
            try await base.open()
            let now = try await base.session()
            #expect(try await base.replaceSession(now, with: before))
            await base.close()
            await #expect {
                try await storage.open()
            } throws: {
                if case VaultError.rolledBack = $0 { true } else { false }
            }
        }
    }

    @Test func `a ledger with any byte changed is refused`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let base = try await fixture.vault(keyring)
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: fixture.ledgerPath)))
            for index in bytes.indices {
                var changed = bytes
                changed[index] ^= 1
                try fixture.put(changed, KeyringFixture.ledgerName)
                await #expect(throws: VaultError.self, "byte \(index)") {
                    try await fixture.unlocked(ledger: fixture.ledgerPath)
                }
                await #expect(throws: VaultError.self, "byte \(index)") {
                    try await base.encrypted(with: keyring).open()
                }
            }
            try fixture.put(Array(bytes.dropLast()), KeyringFixture.ledgerName)
            await #expect(throws: VaultError.tampered(.ledger)) {
                try await fixture.unlocked(ledger: fixture.ledgerPath)
            }
        }
    }

    @Test func `a ledger that goes missing is not made anew`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let base = try await fixture.vault(keyring)
            try FileManager.default.removeItem(atPath: fixture.ledgerPath)
            let error = VaultError.unsuitableFile(.missing, path: fixture.ledgerPath)
            await #expect(throws: error) { try await base.encrypted(with: keyring).open() }
            await #expect(throws: error) { try await fixture.unlocked(ledger: fixture.ledgerPath) }
            #expect(try !fixture.scratch.names.contains(KeyringFixture.ledgerName))
        }
    }

    @Test func `a ledger has a name that has room for what a rotation lays beside it`() async throws {
        try await KeyringFixture.run { fixture in
            func path(_ length: Int) -> String { fixture.scratch.path(String(repeating: "l", count: length)) }
            let keyring = try await fixture.unlocked(ledger: path(242))
            try await keyring.rotateKeys(with: [.rawKey(fixture.rawKey)])
            let before = try fixture.scratch.names
            await #expect(throws: VaultError.unsuitableFile(.tooLong, path: path(243) + ".next")) {
                try await fixture.unlocked(ledger: path(243))
            }
            #expect(try fixture.scratch.names == before)
        }
    }

    @Test func `another keyring's ledger is refused`() async throws {
        try await KeyringFixture.run { fixture in
            _ = try await fixture.unlocked(ledger: fixture.ledgerPath)
            try await KeyringFixture.run { other in
                let error = VaultError.otherVault(expected: other.keyring.id, found: fixture.keyring.id)
                await #expect(throws: error) { try await other.unlocked(ledger: fixture.ledgerPath) }
            }
        }
    }

    @Test func `a locked keyring's ledger is locked`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            keyring.lock()
            await #expect(throws: VaultError.keyringLocked) { try await keyring.ledger?.forget(keyring.id) }
        }
    }

    @Test func `a re-key and a root's rotation keep the ledger in step`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let storage = try await fixture.vault(keyring).encrypted(with: keyring)
            try await storage.open()
            try await storage.vault.rotateKeys()
            _ = try await keyring.rotateRoot(over: [storage])
            let id = try storage.vault.id
            try await #expect(keyring.ledger?.version(of: id) == storage.vault.version)
            try await storage.close()
            try await storage.open()
        }
    }

    @Test func `a vault that others write while it is opened is not taken for an older one`() async throws {
        try await KeyringFixture.run { fixture in
            let writer = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let base = try await fixture.vault(writer)
            try await base.open()
            let storage = JoinedStorage(base).encrypted(with: writer)
            try await storage.open()
            let reader = try await fixture.unlocked(ledger: fixture.ledgerPath)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 0..<80 {
                        try await storage.vault.remove(try await storage.vault.add(.rawKey(try .generate())))
                    }
                }
                group.addTask {
                    for _ in 0..<160 {
                        let other = JoinedStorage(base).encrypted(with: reader)
                        try await other.open()
                        try await other.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
