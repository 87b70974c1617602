import Testing

@testable import SessionVault

/// What a re-key is asked for, and what it meets.
@Suite struct RekeyRequestTests {
    /// Begins a re-key and stops it after its first write.
    private func interrupt(_ storage: EncryptedStorage) async {
        let task = Task {
            try await storage.vault.rotateKeys { report in
                if report.rowsDone == 0 { unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `slots that are to go do, also where an interrupted re-key is taken up first`() async throws {
        let fixture = try await VaultFixture(peers: 250)
        try await fixture.opened { storage in
            let id = try await storage.vault.add(fixture.identity.recipient)
            await interrupt(storage)
            try await storage.vault.rotateKeys(dropping: [id])
            try await #expect(storage.vault.slots.count == 1)
            try await #expect(storage.vault.version.epoch == 3)
        }
        await fixture.expectRefused(.identity(fixture.identity), .noMatchingSlot)
        try await fixture.expectOpens(.passphrase(fixture.passphrase), peers: 250)
    }

    @Test func `passphrase slots cost together what the storage opens, or nothing is changed`() async throws {
        let fixture = try await VaultFixture()
        try await fixture.opened { try await $0.vault.add(.passphrase(fixture.other)) }
        let before = try await fixture.envelope()
        let limits = KeyDerivation.Limits(passes: 16, mebibytes: 1024, totalCost: 80)
        let storage = fixture.base.encrypted(
            with: fixture.passphrase, derivation: try KeyDerivation(passes: 3, mebibytes: 24), limits: limits)
        try await storage.open()
        await #expect(throws: VaultError.derivationAbovePolicy(passes: 3, mebibytes: 24)) {
            try await storage.vault.rotateKeys(with: [.passphrase(fixture.other)])
        }
        try await storage.close()
        #expect(try await fixture.envelope() == before)
    }

    @Test(arguments: [KeyDerivation(uncheckedPasses: 3, mebibytes: 20), .init(uncheckedPasses: 1, mebibytes: 1)])
    func `what a slot asks for is checked before a passphrase is tried on it`(_ cost: KeyDerivation) async throws {
        let fixture = try await VaultFixture()
        let first = try await fixture.opened { storage in
            try await storage.vault.add(.rawKey(fixture.rawKey))
            let slot = try await storage.slotSource.makeSlot(for: .passphrase(fixture.other), cost: cost)
            _ = try await storage.editVault { contents in
                try contents.envelope.add(slot)
                return true
            }
            return try await storage.vault.slots[0].id
        }
        let limits = KeyDerivation.Limits(passes: 2, mebibytes: 19, totalCost: 38)
        let storage = fixture.base.encrypted(
            with: .rawKey(fixture.rawKey), derivation: .minimum, limits: limits)
        try await storage.open()
        let error = await #expect(throws: VaultError.self) {
            try await storage.vault.rotateKeys(with: [.passphrase(fixture.other)], dropping: [first])
        }
        let isBelow = cost.passes == 1
        #expect(
            error
                == (isBelow
                    ? .derivationBelowPolicy(passes: 1, mebibytes: 1)
                    : .derivationAbovePolicy(passes: 3, mebibytes: 20)))
        // What is not about passphrases goes on.
        try await storage.vault.add(.recoveryCode(fixture.code))
        try await storage.close()
    }

    @Test func `a recipient who is not named does not stay without consent`() async throws {
        let fixture = try await VaultFixture()
        let planted = try Identity.generate()
        let ids = try await fixture.opened { storage in
            [
                try await storage.vault.add(fixture.identity.recipient),
                try await storage.vault.add(planted.recipient),
            ]
        }
        try await fixture.opened { storage in
            let known: Set<Recipient> = [fixture.identity.recipient]
            await #expect(throws: VaultError.slotSecretsMissing([ids[1]])) {
                try await storage.vault.rotateKeys(recipients: known)
            }
            try await storage.vault.rotateKeys(recipients: known, dropping: [ids[1]])
        }
        await fixture.expectRefused(.identity(planted), .noMatchingSlot)
        try await fixture.expectOpens(.identity(fixture.identity))
    }

    @Test func `a passphrase that another changed is not brought back`() async throws {
        let fixture = try await VaultFixture()
        try await fixture.base.open()
        let (one, other) = (
            fixture.storage(over: JoinedStorage(fixture.base)), fixture.storage(over: JoinedStorage(fixture.base))
        )
        try await one.open()
        try await other.open()
        let slot = try await one.vault.slots[0].id
        try await other.vault.changePassphrase(to: fixture.other)
        await #expect(throws: VaultError.slotSecretsMissing([slot])) { try await one.vault.rotateKeys() }
        try await one.vault.rotateKeys(with: [.passphrase(fixture.other)])
        try await fixture.base.close()
        await fixture.expectRefused(.passphrase(fixture.passphrase), .incorrectPassphrase)
        try await fixture.expectOpens(.passphrase(fixture.other))
    }

    @Test func `a listing that a re-key overtakes begins again, and is no tampering`() async throws {
        let base = DictionaryStorage()
        let fixture = try await VaultFixture(base)
        let hooked = HookedStorage(base)
        let storage = fixture.storage(over: hooked)
        try await storage.open()
        let isFirst = Shared(true)
        hooked.before { call in
            let overtakes = isFirst.change { isFirst in
                defer { if call == .listPeers { isFirst = false } }
                return isFirst && call == .listPeers
            }
            if overtakes { try await storage.vault.rotateKeys() }
        }
        #expect(try await storage.peers(after: nil, limit: 10).count == 5)
        #expect(try await storage.vault.version.epoch == 2)
        try await storage.close()
    }

    @Test func `a row that was put back while rows are moved is found by no name`() async throws {
        let base = DictionaryStorage()
        let fixture = try await VaultFixture(base, peers: 250)
        try await base.open()
        var rows: [PeerRecord] = []
        try await base.forEachPage { rows += $0 }
        await base.close()
        try await fixture.opened { storage in
            let token = try #require(try storage.openVault().rowKeys).token(peer: 7)
            let old = try #require(rows.first { $0.id == token })
            await interrupt(storage)
            try await storage.apply([.setPeer(VaultFixture.peer(7, name: "renamed"))])
            try await base.apply([.setPeer(old)])
            try await #expect(storage.peer(.id(7))?.usernames == ["renamed"])
            try await #expect(storage.peer(.username("renamed"))?.id == 7)
            try await #expect(storage.peer(.username("name7")) == nil)
            try await #expect(storage.peers(after: nil, limit: 300).count == 250)
        }
    }

    @Test func `a copy of another engine's records waits for a re-key, and is whole`() async throws {
        try await Scratch.run { scratch in
            let hooked = HookedStorage(DictionaryStorage())
            let passphrase = try Passphrase("p")
            let session = Session(hooked.encrypted(with: passphrase, derivation: .minimum))
            try await session.open()
            try await session.replace(authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 7))
            try await session.update((1...600).map { Peer.user(Int64($0), ["name\($0)"]) })
            let copying = Shared<Task<Void, any Error>?>(nil)
            hooked.after { call in
                guard call == .apply else { return }
                copying.change { task in
                    if task == nil { task = Task { try await session.backup(to: scratch.path("copy.session")) } }
                }
                // The copy is under way while rows are moved.
                try await Task.sleep(for: .milliseconds(5))
            }
            try await session.rotateKeys()
            hooked.after { _ in }
            try await #require(copying.value).value
            let copy = Session(
                FileStorage(path: scratch.path("copy.session")).encrypted(with: passphrase, derivation: .minimum))
            try await copy.open()
            for id in 1...600 { try await #expect(copy.peer(username: "name\(id)")?.id == Int64(id)) }
            try await copy.close()
            try await session.close()
        }
    }

    @Test func `the log is emptied after a re-key that an opening ended`() async throws {
        try await Scratch.run { scratch in
            let fixture = try await VaultFixture(FileStorage(path: scratch.path("x.session")), peers: 250)
            try await fixture.opened { await interrupt($0) }
            let storage = fixture.storage()
            #expect(try await storage.open().contains(.rekeyResumed))
            let log = scratch.path("x.session-wal")
            try scratch.copy("x.session-wal", to: "copy")
            #expect(try scratch.contents["copy"]?.isEmpty == true, "\(log)")
            try await storage.close()
        }
    }
}
