import Testing
import VaultSodium

@testable import SessionVault

/// What a reader refuses of a record whose key fits: only a holder of the key can have written it.
@Suite struct VaultRecordTests {
    private func envelope(
        _ flags: Envelope.Flags, slots: [KeySlot] = [], epoch: UInt32 = 2
    ) -> Envelope {
        Envelope(
            flags: flags, vaultID: [UInt8](repeating: 1, count: 16), epoch: epoch, generation: 1, slots: slots,
            payloadNonce: [], payload: [], mac: [])
    }

    private func record(_ fields: [VaultRecord.Field] = [], retiring: UInt32? = nil) throws -> VaultRecord {
        var record = VaultRecord(session: SessionRecord(authKey: .plain(try .random()), dcID: 2))
        record.fields = fields
        record.retiringKey = try retiring.map { VaultRecord.RetiringKey(epoch: $0, dataKey: try .random()) }
        return record
    }

    private func bytes(_ record: VaultRecord) throws -> [UInt8] {
        try record.encoded().withBytes { [UInt8](copying: $0) }
    }

    private func read(_ bytes: [UInt8], _ envelope: Envelope) throws {
        let span = bytes.span
        _ = try VaultRecord(try SecretBytes(copying: span), of: envelope)
    }

    @Test func `fields of the forms laid down are read and written again`() throws {
        let fields = [
            VaultRecord.Field(type: 5, value: [UInt8](repeating: 1, count: 96)),
            VaultRecord.Field(type: 6, value: [1, 0, 0, 0, 0, 0, 0, 0]),
            VaultRecord.Field(type: 7, value: Array("nöte".utf8)),
            VaultRecord.Field(type: 8, value: [UInt8](repeating: 2, count: 32) + [UInt8](repeating: 3, count: 32)),
            VaultRecord.Field(type: 0x80, value: []), VaultRecord.Field(type: 0xFF, value: [9]),
        ]
        let original = try record(fields)
        let encoded = try bytes(original)
        let span = encoded.span
        let again = try VaultRecord(try SecretBytes(copying: span), of: envelope(.export))
        #expect(again.fields == fields)
        #expect(again.expiry == 1 && again.note == "nöte")
        #expect(try bytes(again) == encoded)
    }

    @Test func `fields of other forms, and in other places, are tampering`() throws {
        let wrong: [(UInt8, Int)] = [(5, 95), (6, 7), (6, 9), (8, 0), (8, 32), (8, 33), (8, 17 * 32), (9, 47)]
        for (type, length) in wrong {
            let field = VaultRecord.Field(type: type, value: [UInt8](repeating: 1, count: length))
            let encoded = try bytes(try record([field]))
            #expect(throws: VaultError.tampered(.envelope)) { try read(encoded, envelope(.export)) }
        }
        let note = try bytes(try record([VaultRecord.Field(type: 7, value: [0xFF])]))
        #expect(throws: VaultError.tampered(.envelope)) { try read(note, envelope(.export)) }
        // An export's fields in a vault, unknown types, a recipient without its slot.
        for (type, length, flags) in [
            (6, 8, []), (9, 48, []), (9, 48, .export), (10, 1, .export), (0x7F, 1, []), (3, 40, []),
        ]
            as [(UInt8, Int, Envelope.Flags)]
        {
            let field = VaultRecord.Field(type: type, value: [UInt8](repeating: 1, count: length))
            let encoded = try bytes(try record([field]))
            #expect(throws: VaultError.tampered(.envelope), "type \(type)") { try read(encoded, envelope(flags)) }
        }
    }

    @Test func `a retiring key is only in a vault in transition, and of an earlier epoch`() throws {
        let encoded = try bytes(try record(retiring: 1))
        try read(encoded, envelope([.transition]))
        try read(encoded, envelope([.transition, .rowsSealed]))
        #expect(throws: VaultError.tampered(.envelope)) { try read(encoded, envelope([])) }
        #expect(throws: VaultError.tampered(.envelope)) { try read(encoded, envelope(.export)) }
        #expect(throws: VaultError.tampered(.envelope)) { try read(encoded, envelope([.transition], epoch: 1)) }
    }

    @Test func `an export has no other flag`() throws {
        let encoded = try bytes(try record())
        try read(encoded, envelope(.export))
        for flags: Envelope.Flags in [[.export, .rowsSealed], [.export, .transition], .all] {
            #expect(throws: VaultError.tampered(.envelope)) { try read(encoded, envelope(flags)) }
        }
    }

    @Test func `padding is zeros up to the next multiple of 64, and no more`() throws {
        let encoded = try bytes(try record())
        #expect(encoded.count == 320)
        try read(encoded, envelope([]))
        for index in 280..<320 {
            var changed = encoded
            changed[index] = 0x7F
            #expect(throws: VaultError.tampered(.envelope)) { try read(changed, envelope([])) }
        }
        #expect(throws: VaultError.tampered(.envelope)) {
            try read(encoded + [UInt8](repeating: 0, count: 64), envelope([]))
        }
        // A record that ends on the block has no padding, and not a block of it.
        let full = try bytes(try record([VaultRecord.Field(type: 0x80, value: [UInt8](repeating: 1, count: 37))]))
        #expect(full.count == 320)
        try read(full, envelope([]))
        #expect(throws: VaultError.tampered(.envelope)) {
            try read(full + [UInt8](repeating: 0, count: 64), envelope([]))
        }
    }

    @Test func `flags, versions and keys that nobody writes are tampering`() throws {
        let encoded = try bytes(try record())
        var changes: [(Int, UInt8)] = [(0, 2), (0, 0), (1, 8), (1, 4), (8, 1)]
        changes.append((1, 0x80))
        for (index, value) in changes {
            var changed = encoded
            changed[index] = value
            #expect(throws: VaultError.tampered(.envelope), "byte \(index)") { try read(changed, envelope([])) }
        }
        var noKey = encoded
        for index in 24..<280 { noKey[index] = 0 }
        #expect(throws: VaultError.tampered(.envelope)) { try read(noKey, envelope([])) }
    }

    @Test func `random changes to a record are refused or read, and what is read is written again the same`() throws {
        var generator = SystemRandomNumberGenerator()
        let fields = [VaultRecord.Field(type: 7, value: Array("note".utf8)), VaultRecord.Field(type: 0x90, value: [1])]
        var sample = try record(fields)
        sample.session.serverAddress = "149.154.167.51"
        sample.session.port = 443
        let encoded = try bytes(sample)
        let export = envelope(.export)
        for _ in 0..<4_000 {
            var changed = encoded
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 280..<changed.count, using: &generator)
                changed[index] = UInt8.random(in: 0...255, using: &generator)
            }
            let span = changed.span
            do {
                let again = try VaultRecord(try SecretBytes(copying: span), of: export)
                #expect(try bytes(again) == changed)
            } catch {
                #expect(error as? VaultError == .tampered(.envelope))
            }
        }
    }

    @Test func `random changes to a plain row are refused or read, and what is read is written again the same`() throws
    {
        var generator = SystemRandomNumberGenerator()
        let row = try PeerRecord(
            id: 7, accessHash: 9, type: "user", usernames: ["alice", "bob"], phoneNumber: "15550100", date: 3
        ).encodedRow()
        for _ in 0..<4_000 {
            var changed = row
            changed[Int.random(in: changed.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            do {
                let again = try PeerRecord(row: changed)
                // One leading @ of a name is taken off when it is written.
                if again.usernames.contains(where: { $0.hasPrefix("@") }) { continue }
                #expect(try again.encodedRow() == changed)
            } catch { #expect(error == .tampered(.row)) }
        }
    }
}
