import Testing
import VaultSodium

@testable import SessionVault

@Suite struct EnvelopeTests {
    let answers = KnownAnswers.shared

    private func dataKey() throws -> DataKey { DataKey(try SecretBytes(copying: answers.data_key.bytes.span)) }

    private func slotKey(_ kind: KeySlot.Kind, _ bytes: [UInt8]) throws -> SlotKey {
        SlotKey(kind: kind, cell: try SecretBytes(copying: bytes.span))
    }

    /// What opens a known answer, by its name: one or two secrets.
    private func secrets(_ name: String) throws -> [VaultSecret] {
        let (identity, other) = (answers.identity.secret.bytes, answers.identity2.secret.bytes)
        return switch name {
        case "passphrase": [.passphrase(try Passphrase("correct horse battery staple"))]
        case "passphrase, not ASCII, NFC": [.passphrase(try Passphrase("pa\u{DF}wo\u{308}rd"))]
        case "export, passphrase and recipient":
            [.passphrase(try Passphrase("x y z")), .identity(try Identity(secretKey: identity.span))]
        case "export to two recipients":
            [.identity(try Identity(secretKey: identity.span)), .identity(try Identity(secretKey: other.span))]
        case "live vault with a recipient":
            [.rawKey(try RawKey(answers.raw_key.bytes.span)), .identity(try Identity(secretKey: identity.span))]
        case "recovery code": [.recoveryCode(try RecoveryCode(answers.recovery_code.bytes.span))]
        default: [.rawKey(try RawKey(answers.raw_key.bytes.span))]
        }
    }

    /// The data key of a known answer, by everything that opens it.
    private func unlock(_ envelope: Envelope, _ name: String) async throws -> DataKey {
        if name == "keyring" { return try envelope.unlock(with: slotKey(.keyring, answers.root_key.bytes)).dataKey }
        var keys: [DataKey] = []
        for secret in try secrets(name) {
            keys.append(try await envelope.unlock(with: secret, limits: .standard).dataKey)
        }
        let first = try #require(keys.first)
        for key in keys { #expect(try key.cell.isEqual(to: first.cell)) }
        return first
    }

    @Test(arguments: KnownAnswers.shared.envelopes)
    func `each known envelope opens to the known record, and is written again to the byte`(
        answer: KnownAnswers.EnvelopeAnswer
    ) async throws {
        let envelope = try Envelope(answer.envelope.bytes)
        #expect(envelope.flags.rawValue == answer.flags)
        #expect(envelope.epoch == answer.epoch)
        #expect(envelope.generation == answer.generation)
        #expect(envelope.vaultID == answers.vault_id.bytes)
        #expect(envelope.bytes == answer.envelope.bytes)

        let key = try await unlock(envelope, answer.name)
        #expect(try key.cell.isEqual(to: try dataKey().cell))
        let payload = try envelope.openPayload(with: key)
        let record = try VaultRecord(payload, of: envelope)
        let session = try answers.sessionRecord()
        let bare = SessionRecord(authKey: session.authKey, dcID: 2, userID: 42)
        #expect(record.session == (answer.name == "private slot kept" ? bare : session))

        // Sealed again, with the nonce that is there, every byte comes out the same.
        var again = envelope
        again.payload = []
        again.mac = []
        try again.seal(try record.encoded(), with: key, nonce: envelope.payloadNonce)
        #expect(again.bytes == answer.envelope.bytes)
    }

    @Test func `a slot is made again to the byte from its key and nonce`() throws {
        for (name, kind, key) in [
            ("raw key", KeySlot.Kind.rawKey, answers.raw_key.bytes), ("keyring", .keyring, answers.root_key.bytes),
        ] {
            let envelope = try Envelope(try answers.envelope(name).envelope.bytes)
            let slot = envelope.slots[0]
            let again = try KeySlot.wrapping(
                try dataKey(), under: slotKey(kind, key), id: slot.id, vaultID: envelope.vaultID,
                epoch: envelope.epoch, nonce: Array(slot.body.prefix(24)))
            #expect(again == slot)
        }
    }

    @Test func `records are encoded to the known bytes`() throws {
        func encoded(_ session: SessionRecord) throws -> [UInt8] {
            try VaultRecord(session: session).encoded().withBytes { [UInt8](copying: $0) }
        }
        let session = try answers.sessionRecord()
        #expect(try encoded(session) == answers.record.bytes)
        let bare = SessionRecord(authKey: session.authKey, dcID: 2, userID: 42)
        #expect(try encoded(bare) == answers.bare_record.bytes)
    }

    @Test func `subkeys are the known ones`() throws {
        let key = try dataKey()
        func subkey(_ purpose: DataKey.Purpose) throws -> [UInt8] {
            try key.subkey(purpose).withBytes { [UInt8](copying: $0) }
        }
        #expect(try subkey(.header) == answers.subkeys.Khdr.bytes)
        #expect(try subkey(.payload) == answers.subkeys.Kpay.bytes)
        #expect(try subkey(.row) == answers.subkeys.Krow.bytes)
        #expect(try subkey(.index) == answers.subkeys.Kidx.bytes)
        #expect(try subkey(.ledger) == answers.subkeys.Kled.bytes)
    }

    @Test func `a keyring's envelope opens to the known payload`() async throws {
        let envelope = try Envelope(answers.keyring.file.bytes, kind: .keyring)
        let key = try await envelope.unlock(
            with: try Passphrase("correct horse battery staple"), limits: .standard
        ).dataKey
        let payload = try envelope.openPayload(with: key).withBytes { [UInt8](copying: $0) }
        #expect(payload == answers.keyring.payload.bytes)
        #expect(throws: VaultError.invalidEnvelope(.magic)) { try Envelope(answers.keyring.file.bytes) }
    }

    @Test func `any byte changed, cut or added is an error, and never another session`() throws {
        // By raw key, since each try at a passphrase takes a derivation.
        for name in ["raw key", "private slot kept", "re-key running", "live vault with a recipient"] {
            let bytes = try answers.envelope(name).envelope.bytes
            func open(_ bytes: [UInt8]) throws {
                let envelope = try Envelope(bytes)
                let key = try envelope.unlock(with: slotKey(.rawKey, answers.raw_key.bytes)).dataKey
                _ = try VaultRecord(try envelope.openPayload(with: key), of: envelope)
            }
            try open(bytes)
            for index in bytes.indices {
                for change in [1, 0x80, 0xFF] as [UInt8] {
                    var changed = bytes
                    changed[index] ^= change
                    #expect(throws: VaultError.self, "byte \(index)") { try open(changed) }
                }
                #expect(throws: VaultError.self) { try open(Array(bytes[..<index])) }
                #expect(throws: VaultError.self) { try open(bytes[..<index] + [0] + bytes[index...]) }
            }
            #expect(throws: VaultError.self) { try open(bytes + [0]) }
        }
    }

    @Test func `any byte of a passphrase slot changed opens nothing, and costs within the policy`() async throws {
        let bytes = try answers.envelope("passphrase").envelope.bytes
        let passphrase = try Passphrase("correct horse battery staple")
        // The slot's body begins at 52: function, passes, memory, salt, nonce, commitment, wrapped key.
        for index in [52, 53, 54, 55, 56, 71, 72, 96, 128, 175] {
            var changed = bytes
            changed[index] ^= 1
            let envelope = try Envelope(changed)
            await #expect(throws: VaultError.self, "byte \(index)") {
                try await envelope.unlock(with: passphrase, limits: .standard)
            }
        }
    }

    @Test func `a wrong passphrase is incorrect, and no passphrase slot is no matching slot`() async throws {
        let wrong = try Passphrase("wrong")
        let sealed = try Envelope(try answers.envelope("passphrase").envelope.bytes)
        await #expect(throws: VaultError.incorrectPassphrase) {
            try await sealed.unlock(with: wrong, limits: .standard)
        }
        let raw = try Envelope(try answers.envelope("raw key").envelope.bytes)
        await #expect(throws: VaultError.noMatchingSlot) { try await raw.unlock(with: wrong, limits: .standard) }
        #expect(throws: VaultError.noMatchingSlot) {
            try raw.unlock(with: slotKey(.rawKey, answers.root_key.bytes))
        }
    }

    @Test func `a slot that wraps under the right key and commits to another does not open`() throws {
        // The commitment's 32 bytes stand before the 48 that are wrapped.
        let bytes = try answers.envelope("raw key").envelope.bytes
        let envelope = try Envelope(bytes)
        var slot = envelope.slots[0]
        let key = try slotKey(.rawKey, answers.raw_key.bytes)
        #expect(try slot.unwrap(with: key, vaultID: envelope.vaultID, epoch: envelope.epoch) != nil)
        slot.body[24] ^= 1
        #expect(try slot.unwrap(with: key, vaultID: envelope.vaultID, epoch: envelope.epoch) == nil)
        slot.body[24] ^= 1
        slot.body[103] ^= 1
        #expect(try slot.unwrap(with: key, vaultID: envelope.vaultID, epoch: envelope.epoch) == nil)
    }

    @Test func `two slots of one id, too many slots and unknown ones are refused`() throws {
        var envelope = try Envelope(try answers.envelope("raw key").envelope.bytes)
        let slot = envelope.slots[0]
        func copy(_ number: Int, _ kind: KeySlot.Kind = .rawKey) -> KeySlot {
            let body = [UInt8](repeating: 0, count: kind.bodyLength ?? 3)
            return KeySlot(kind: kind, id: [UInt8(number), 0, 0, 0, 0, 0, 0, 0], body: body)
        }
        func read(_ slots: [KeySlot]) throws {
            envelope.slots = slots
            _ = try Envelope(envelope.bytes)
        }
        try read([slot, copy(1)])
        #expect(throws: VaultError.invalidEnvelope(.layout)) { try read([slot, slot]) }
        try read((0..<16).map { copy($0) })
        #expect(throws: VaultError.invalidEnvelope(.layout)) { try read((0..<17).map { copy($0) }) }
        #expect(throws: VaultError.invalidEnvelope(.layout)) { try read([]) }
        try read((0..<4).map { copy($0, .passphrase) })
        #expect(throws: VaultError.invalidEnvelope(.layout)) { try read((0..<5).map { copy($0, .passphrase) }) }
        try read([copy(0, .foreign(0x80)), copy(1, .foreign(0xFF))])
        for type: UInt8 in [0, 6, 0x7F] {
            #expect(throws: VaultError.invalidEnvelope(.layout)) { try read([copy(0, .foreign(type))]) }
        }
        var flagged = copy(0)
        flagged.flags = 1
        let wrong = flagged
        #expect(throws: VaultError.invalidEnvelope(.layout)) { try read([wrong]) }
        var foreign = copy(0, .foreign(0x80))
        foreign.flags = 1
        try read([foreign])
    }

    @Test func `costs out of policy are refused before any work`() async throws {
        let bytes = try answers.envelope("passphrase").envelope.bytes
        let passphrase = try Passphrase("correct horse battery staple")
        let cases: [(t: UInt8, m: UInt16, error: VaultError)] = [
            (0, 64, .derivationBelowPolicy(passes: 0, mebibytes: 64)),
            (1, 45, .derivationBelowPolicy(passes: 1, mebibytes: 45)),
            (2, 18, .derivationBelowPolicy(passes: 2, mebibytes: 18)),
            (255, 0, .derivationBelowPolicy(passes: 255, mebibytes: 0)),
            (17, 19, .derivationAbovePolicy(passes: 17, mebibytes: 19)),
            (2, 1025, .derivationAbovePolicy(passes: 2, mebibytes: 1025)),
            (2, 65535, .derivationAbovePolicy(passes: 2, mebibytes: 65535)),
            (5, 1024, .derivationAbovePolicy(passes: 5, mebibytes: 1024)),
        ]
        for (t, m, error) in cases {
            var changed = bytes
            changed[53] = t
            changed[54] = UInt8(m & 0xFF)
            changed[55] = UInt8(m >> 8)
            let envelope = try Envelope(changed)
            await #expect(throws: error) { try await envelope.unlock(with: passphrase, limits: .standard) }
        }
    }

    @Test func `the bounds let the floor and the ceiling through`() throws {
        for (t, m) in [(2, 19), (1, 46), (16, 256), (4, 1024)] { _ = try KeyDerivation(passes: t, mebibytes: m) }
        for (t, m) in [(2, 18), (1, 45), (17, 19), (5, 1024), (-1, 64), (3, -64)] {
            #expect(throws: VaultError.self) { try KeyDerivation(passes: t, mebibytes: m) }
        }
    }
}
