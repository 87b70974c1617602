import Testing
import VaultSodium

@testable import SessionVault

@Suite struct EncryptedStorageTests {
    private func peer(_ id: Int64, _ username: String) -> PeerRecord {
        PeerRecord(id: id, accessHash: 5, type: "user", usernames: [username], phoneNumber: "1555\(id)", date: 9)
    }

    private func sealed(
        _ base: any Storage, _ passphrase: String = "passphrase", coverage: EncryptedStorage.Coverage = .everything,
        requireEncrypted: Bool = true
    ) throws -> EncryptedStorage {
        base.encrypted(
            with: try Passphrase(passphrase), coverage: coverage, derivation: .minimum,
            requireEncrypted: requireEncrypted)
    }

    private func sample() throws -> SessionRecord {
        SessionRecord(
            authKey: .plain(try .random()), dcID: 4, isTest: true, apiID: 7, userID: 42, isBot: true, date: 11,
            serverAddress: "149.154.167.91", port: 443)
    }

    /// An engine with a vault in it, closed.
    private func vault(
        coverage: EncryptedStorage.Coverage = .everything
    ) async throws -> (base: DictionaryStorage, record: SessionRecord) {
        let base = DictionaryStorage()
        let record = try sample()
        let storage = try sealed(base, coverage: coverage)
        try await storage.open()
        #expect(try await storage.replaceSession(nil, with: record))
        try await storage.apply([.setPeer(peer(1, "alice")), .setPeer(peer(2, "bob"))])
        try await storage.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: 1, seq: 2))])
        try await storage.close()
        return (base, record)
    }

    /// Changes what is stored, as somebody would who can write and has no key.
    private func tamper(
        _ base: DictionaryStorage, _ change: (inout SessionRecord) -> Void
    ) async throws {
        try await base.open()
        let stored = try #require(try await base.session())
        var changed = stored
        change(&changed)
        #expect(try await base.replaceSession(stored, with: changed))
        await base.close()
    }

    @Test func `what was sealed is there again with the passphrase`() async throws {
        let (base, record) = try await vault()
        let storage = try sealed(base)
        let notices = try await storage.open()
        #expect(notices.contains(.singleSlot))
        #expect(try await storage.session() == record)
        #expect(try await storage.peer(.id(1)) == peer(1, "alice"))
        #expect(try await storage.peer(.username("@ALICE")) == peer(1, "alice"))
        #expect(try await storage.peer(.phoneNumber("+1 555 2")) == peer(2, "bob"))
        #expect(try await storage.peer(.username("carol")) == nil)
        #expect(try await storage.peers([.username(""), .id(2), .id(9), .id(1)]).map { $0?.id } == [nil, 2, nil, 1])
        #expect(try await storage.updateStates() == [UpdateStateRecord(id: 0, pts: 1, seq: 2)])
        try await storage.close()
    }

    @Test func `an engine is given constants, tokens and sealed bytes and nothing else`() async throws {
        let (base, record) = try await vault()
        try await base.open()
        let stored = try #require(try await base.session())
        guard case .envelope(let envelope) = stored.authKey else {
            Issue.record("no envelope")
            return
        }
        #expect(stored == SessionRecord(authKey: .envelope(envelope), dcID: 0))
        guard case .plain(let key) = record.authKey else { return }
        let part = try key.withBytes { [UInt8](copying: $0.extracting(0..<8)) }
        #expect(!envelope.indices.dropLast(8).contains { Array(envelope[$0..<($0 + 8)]) == part })
        for row in try await base.peers(after: nil, limit: 10) {
            #expect(![1, 2].contains(row.id))
            #expect(row.accessHash == 0 && row.type == "0" && row.date == 0 && row.sealed != nil)
            for token in row.usernames + [row.phoneNumber ?? ""] {
                #expect(token.utf8.count == 32 && token.allSatisfy { $0.isHexDigit && !$0.isUppercase })
            }
        }
        let state = try #require(try await base.updateStates().first)
        #expect(state.sealed != nil && state.id != 0 && state.pts == 0 && state.seq == 0)
    }

    @Test func `a wrong passphrase opens nothing, changes nothing and leaves the engine closed`() async throws {
        let (base, record) = try await vault()
        try await base.open()
        let before = try await base.session()
        await base.close()
        let storage = try sealed(base, "Passphrase")
        await #expect(throws: VaultError.incorrectPassphrase) { try await storage.open() }
        await #expect(throws: VaultError.notOpen) { try await storage.session() }
        try await base.open()
        #expect(try await base.session() == before)
        await base.close()
        let right = try sealed(base)
        try await right.open()
        #expect(try await right.session() == record)
    }

    @Test func `a plain session is refused, or used plain where the caller says so`() async throws {
        let base = DictionaryStorage()
        let record = try sample()
        try await base.open()
        #expect(try await base.replaceSession(nil, with: record))
        try await base.apply([.setPeer(peer(1, "alice"))])
        await base.close()

        let strict = try sealed(base)
        await #expect(throws: VaultError.notEncrypted) { try await strict.open() }

        let lenient = try sealed(base, requireEncrypted: false)
        #expect(try await lenient.open().contains(.notEncrypted))
        #expect(try await lenient.session() == record)
        #expect(try await lenient.peer(.id(1)) == peer(1, "alice"))
        try await lenient.close()
        try await base.open()
        #expect(try await base.session() == record)
    }

    @Test func `somebody who strips the encryption is found out`() async throws {
        let (base, _) = try await vault()
        let planted = try AuthKey.random()
        try await tamper(base) { $0.authKey = .plain(planted) }
        let storage = try sealed(base)
        await #expect(throws: VaultError.notEncrypted) { try await storage.open() }
    }

    @Test func `a changed envelope is an error and stays as it is`() async throws {
        let (base, _) = try await vault()
        for index in [0, 7, 8, 10, 11, 12, 28, 32, 40, 60, 200, 300, 560] {
            try await tamper(base) { record in
                guard case .envelope(var bytes) = record.authKey else { return }
                bytes[index] ^= 1
                record.authKey = .envelope(bytes)
            }
            let storage = try sealed(base)
            await #expect(throws: VaultError.self, "byte \(index)") { try await storage.open() }
            try await tamper(base) { record in
                guard case .envelope(var bytes) = record.authKey else { return }
                bytes[index] ^= 1
                record.authKey = .envelope(bytes)
            }
        }
        let storage = try sealed(base)
        try await storage.open()
    }

    @Test func `an older envelope put back while the vault is open is tampering`() async throws {
        let (base, record) = try await vault()
        let storage = try sealed(base)
        try await storage.open()
        let old = try #require(try await base.session())
        var new = record
        new.date = 12
        #expect(try await storage.replaceSession(record, with: new))
        let current = try #require(try await base.session())
        #expect(try await base.replaceSession(current, with: old))
        await #expect(throws: VaultError.tampered(.envelope)) { try await storage.session() }
    }

    @Test func `a row that is replaced while it is read is a lost race and no tampering`() async throws {
        let (base, record) = try await vault()
        let slow = HookedStorage(base)
        let storage = try sealed(slow)
        try await storage.open()
        let other = try sealed(JoinedStorage(base))
        try await other.open()
        var winner = record
        winner.date = 12
        let won = winner
        func duringNextRead(_ body: @escaping @Sendable () async throws -> Void) {
            let isNext = Shared(true)
            slow.after { call in
                let isFirst = isNext.change { isNext in
                    defer { if call == .readSession { isNext = false } }
                    return isNext && call == .readSession
                }
                guard isFirst else { return }
                try await body()
            }
        }
        duringNextRead { try await #expect(other.replaceSession(record, with: won)) }
        var loser = record
        loser.date = 13
        #expect(try await storage.replaceSession(record, with: loser) == false)
        duringNextRead { try await #expect(other.replaceSession(won, with: record)) }
        #expect(try await storage.session() == won)
        #expect(try await storage.session() == record)
    }

    @Test func `rows that were swapped, planted or renamed are not returned`() async throws {
        let (base, _) = try await vault()
        try await base.open()
        let rows = try await base.peers(after: nil, limit: 10)
        var first = rows[0]
        first.sealed = rows[1].sealed
        var renamed = rows[1]
        renamed.usernames = [rows[0].usernames[0]]
        let planted = PeerRecord(id: 77, accessHash: 1, type: "user", usernames: ["mallory"], date: 99)
        try await base.apply([.setPeer(first), .setPeer(renamed), .setPeer(planted)])
        await base.close()

        let storage = try sealed(base)
        try await storage.open()
        await #expect(throws: VaultError.tampered(.row)) { _ = try await storage.peers(after: nil, limit: 10) }
        #expect(try await storage.peer(.id(77)) == nil)
        #expect(try await storage.peer(.username("mallory")) == nil)
        // One of the two ids now holds the other's bytes.
        var errors: [VaultError] = []
        for id: Int64 in [1, 2] {
            do {
                _ = try await storage.peer(.id(id))
            } catch let error as VaultError { errors.append(error) }
        }
        #expect(errors == [.tampered(.row)])
        // The name was moved to a row that does not have it.
        var found: [VaultError] = []
        for name in ["alice", "bob"] {
            do {
                _ = try await storage.peer(.username(name))
            } catch let error as VaultError { found.append(error) }
        }
        #expect(found.allSatisfy { $0 == .tampered(.row) } && !found.isEmpty)
    }

    @Test func `the auth key alone is sealed where that is the coverage, and its mirrors are compared`() async throws {
        let (base, record) = try await vault(coverage: .authKey)
        try await base.open()
        var mirrors = try #require(try await base.session())
        guard case .envelope = mirrors.authKey else {
            Issue.record("no envelope")
            return
        }
        mirrors.authKey = record.authKey
        #expect(mirrors == record)
        #expect(try await base.peer(.username("alice")) == peer(1, "alice"))
        await base.close()

        let changes: [(String, (inout SessionRecord) -> Void)] = [
            ("dc_id", { $0.dcID = 5 }), ("test_mode", { $0.isTest.toggle() }), ("api_id", { $0.apiID += 1 }),
            ("user_id", { $0.userID += 1 }), ("is_bot", { $0.isBot.toggle() }),
            ("server_address", { $0.serverAddress = "10.0.0.1" }), ("port", { $0.port = 80 }),
        ]
        try await base.open()
        let intact = try #require(try await base.session())
        await base.close()
        for (column, change) in changes {
            try await tamper(base, change)
            let storage = try sealed(base)
            await #expect(throws: VaultError.tampered(.mirror(column: column))) { try await storage.open() }
            try await tamper(base) { $0 = intact }
        }
        // Other clients write the date whenever they save.
        try await tamper(base) { $0.date += 1 }
        let storage = try sealed(base)
        try await storage.open()
        #expect(try await storage.session() == record)
        try await storage.close()

        // Who has the passphrase gets the record's own values back.
        try await tamper(base) { $0.userID += 1 }
        await #expect(throws: VaultError.tampered(.mirror(column: "user_id"))) { try await storage.open() }
        try await storage.decryptToPlaintext()
        try await base.open()
        #expect(try await base.session() == record)
    }

    @Test func `the session changes generation by generation, under one vault id`() async throws {
        let (base, record) = try await vault()
        func envelope() async throws -> Envelope {
            try await base.open()
            let stored = try #require(try await base.session())
            await base.close()
            guard case .envelope(let bytes) = stored.authKey else { throw VaultError.notEncrypted }
            return try Envelope(bytes)
        }
        let first = try await envelope()
        #expect(first.generation == 1 && first.epoch == 1 && first.flags == .rowsSealed)
        let storage = try sealed(base)
        try await storage.open()
        var new = record
        new.userID = 43
        #expect(try await storage.replaceSession(new, with: record) == false)
        #expect(try await storage.replaceSession(record, with: new))
        try await storage.close()
        let second = try await envelope()
        #expect(second.generation == 2 && second.vaultID == first.vaultID && second.slots == first.slots)
        #expect(second.payloadNonce != first.payloadNonce)
    }

    @Test func `two vaults of one session have nothing in common`() async throws {
        let record = try sample()
        var ids: [Set<Int64>] = []
        for _ in 0..<2 {
            let base = DictionaryStorage()
            let storage = try sealed(base)
            try await storage.open()
            #expect(try await storage.replaceSession(nil, with: record))
            try await storage.apply([.setPeer(peer(1, "alice"))])
            ids.append(Set(try await base.peers(after: nil, limit: 9).map(\.id)))
        }
        #expect(ids[0].isDisjoint(with: ids[1]))
    }

    @Test func `a storage without a vault keeps no rows, and an export is no vault`() async throws {
        let base = DictionaryStorage()
        let storage = try sealed(base)
        try await storage.open()
        #expect(try await storage.session() == nil)
        await #expect(throws: VaultError.noSession) { try await storage.apply([.setPeer(peer(1, "alice"))]) }
        try await storage.close()

        let passphrase = try Passphrase("passphrase")
        let (vault, envelope) = try await UnlockedVault.create(
            for: .passphrase(passphrase), cost: .minimum, flags: .export)
        let export = try vault.seal(VaultRecord(session: try sample()), into: envelope)
        try await base.open()
        #expect(try await base.replaceSession(nil, with: SessionRecord(authKey: .envelope(export.bytes), dcID: 0)))
        await base.close()
        await #expect(throws: VaultError.invalidEnvelope(.kind)) { try await storage.open() }
    }

    @Test func `a generation at its end is exhausted`() async throws {
        let passphrase = try Passphrase("passphrase")
        var (vault, envelope) = try await UnlockedVault.create(
            for: .passphrase(passphrase), cost: .minimum, flags: .rowsSealed)
        envelope.generation = .max
        #expect(throws: VaultError.exhausted) {
            try vault.seal(VaultRecord(session: try sample()), into: envelope)
        }
    }

    @Test func `opening can be cancelled during the derivation and leaves the engine closed`() async throws {
        let (base, record) = try await vault()
        let storage = try sealed(base)
        let opening = Task { try await storage.open() }
        opening.cancel()
        await #expect(throws: CancellationError.self) { try await opening.value }
        await #expect(throws: VaultError.notOpen) { try await base.session() }
        try await storage.open()
        #expect(try await storage.session() == record)
    }

    @Test func `a session works on it as on any engine`() async throws {
        let base = DictionaryStorage()
        let session = Session(try sealed(base))
        let key = try AuthKey.random()
        try await session.withOpen {
            try await session.replace(
                authKey: key, dataCenter: DataCenter(id: 2), account: Account(id: 7), apiID: 5)
            try await session.update([.user(1, ["alice"], phoneNumber: "1555"), .user(2, ["bob"])])
            try await session.update([.user(2, ["alice"])])
            #expect(try await session.peer(username: "Alice")?.id == 2)
            #expect(try await session.peer(id: 1)?.usernames == [])
            #expect(try await session.peer(phoneNumber: "1555")?.id == 1)
        }
        let again = Session(try sealed(base))
        try await again.open()
        #expect(try again.authKey == key)
        #expect(try again.account == Account(id: 7))
        #expect(try await again.peer(username: "alice")?.id == 2)
        try await again.close()
        let plain = Session(base)
        await #expect(throws: VaultError.encrypted) { try await plain.open() }
    }
}
