import Testing

@testable import SessionVault

@Suite struct SealedExportTests {
    private let identities = [try? Identity.generate(), try? Identity.generate()].compactMap(\.self)
    private var recipients: [Recipient] { identities.map(\.recipient) }

    @Test func `each recipient opens it, nobody else does, and it is a vault of its own`() async throws {
        let session = try await ExportFixture.session()
        let string = try await session.export(sealedTo: recipients)
        let second = try await session.export(sealedTo: recipients)
        #expect(string.envelope.vaultID != second.envelope.vaultID)
        #expect(string.envelope.flags == .export && string.envelope.epoch == 1 && string.envelope.generation == 1)
        let read = try ProtectedString(try string.text)
        for identity in identities {
            let other = try await ExportFixture.empty()
            let report = try await other.import(read, with: .identity(identity), origin: .acceptUnverified)
            #expect(report.origin == .unverified && report.note == nil && report.expires == nil && report.peers == 0)
            #expect(try other.isEqual(to: session))
        }
        let other = try await ExportFixture.empty()
        for secret in [VaultSecret.identity(try .generate()), .rawKey(try .generate())] {
            await #expect(throws: VaultError.noMatchingSlot) {
                try await other.import(read, with: secret, origin: .acceptUnverified)
            }
        }
        #expect(try !other.hasAuthKey)
    }

    @Test func `an export is adopted by consent, by its id or by its signer, and reported as such`() async throws {
        let session = try await ExportFixture.session()
        let signer = try SigningIdentity.generate()
        let stranger = try SigningIdentity.generate().signer
        let unsigned = try await session.export(sealedTo: recipients)
        let signed = try await session.export(sealedTo: recipients, signedBy: signer)
        let byPassphrase = try await session.export(
            protectedBy: try Passphrase("p"), signedBy: signer, derivation: .minimum)
        let plainPassphrase = try await session.export(protectedBy: try Passphrase("p"), derivation: .minimum)
        let identity = VaultSecret.identity(identities[1])
        let passphrase = VaultSecret.passphrase(try Passphrase("p"))
        func id(_ string: ProtectedString) -> VaultID { VaultID(string.envelope.vaultID) }
        let accepted: [(ProtectedString, VaultSecret, OriginPolicy, VaultOrigin)] = [
            (unsigned, identity, .acceptUnverified, .unverified),
            (unsigned, identity, .pinned(id(unsigned)), .pinned),
            (signed, identity, .acceptUnverified, .signed(signer.signer)),
            (signed, identity, .pinned(id(signed)), .signed(signer.signer)),
            (signed, identity, .signed(by: [stranger, signer.signer]), .signed(signer.signer)),
            (byPassphrase, passphrase, .refuseUnverified, .signed(signer.signer)),
            (byPassphrase, passphrase, .signed(by: [signer.signer]), .signed(signer.signer)),
            (plainPassphrase, passphrase, .refuseUnverified, .secretHolder),
        ]
        for (string, secret, policy, origin) in accepted {
            let other = try await ExportFixture.empty()
            try await #expect(other.import(string, with: secret, origin: policy).origin == origin)
            #expect(try other.isEqual(to: session))
        }
        let refused: [(ProtectedString, VaultSecret, OriginPolicy, VaultError)] = [
            (unsigned, identity, .refuseUnverified, .unverifiedOrigin(id(unsigned))),
            (unsigned, identity, .signed(by: [signer.signer]), .unverifiedOrigin(id(unsigned))),
            (unsigned, identity, .pinned(id(signed)), .otherVault(expected: id(signed), found: id(unsigned))),
            (signed, identity, .refuseUnverified, .unverifiedOrigin(id(signed))),
            (signed, identity, .signed(by: [stranger]), .unverifiedOrigin(id(signed))),
            (signed, identity, .signed(by: []), .unverifiedOrigin(id(signed))),
            (plainPassphrase, passphrase, .signed(by: [stranger]), .unverifiedOrigin(id(plainPassphrase))),
        ]
        let other = try await ExportFixture.empty()
        for (string, secret, policy, error) in refused {
            await #expect(throws: error) { try await other.import(string, with: secret, origin: policy) }
        }
        #expect(try !other.hasAuthKey)
    }

    @Test func `a signature holds for its record, vault and recipients alone`() async throws {
        let signer = try SigningIdentity.generate()
        let dataKey = try DataKey.random()
        func open(_ envelope: Envelope, _ identity: Identity) async throws -> VaultOrigin {
            try await OpenedExport(
                envelope, with: .identity(identity), origin: .acceptUnverified, limits: .standard, at: 0
            ).origin
        }
        let right = try await ExportFixture.envelope(for: recipients, dataKey: dataKey, signedBy: signer)
        try await #expect(open(right, identities[0]) == .signed(signer.signer))

        let changes: [(inout VaultRecord) -> Void] = [
            { $0.session.userID = 2 }, { $0.session.dcID = 3 },
            { $0.fields.append(VaultRecord.Field(type: 7, value: [0x61])) },
            { record in
                let index = record.fields.firstIndex { $0.type == 5 } ?? 0
                record.fields[index].value[95] ^= 1
            },
            { record in
                // Another's key over the same signature.
                let index = record.fields.firstIndex { $0.type == 5 } ?? 0
                if let other = try? SigningIdentity.generate().signer.publicKey {
                    record.fields[index].value.replaceSubrange(0..<32, with: other)
                }
            },
            { record in
                // A key of small order, under which some signatures hold for any message.
                let index = record.fields.firstIndex { $0.type == 5 } ?? 0
                record.fields[index].value =
                    [1] + [UInt8](repeating: 0, count: 31) + [1]
                    + [UInt8](repeating: 0, count: 63)
            },
        ]
        for change in changes {
            let wrong = try await ExportFixture.envelope(
                for: recipients, dataKey: dataKey, signedBy: signer, change)
            await #expect(throws: VaultError.invalidSignature) { try await open(wrong, identities[0]) }
        }

        // One of them seals the record to somebody else, under the sender's name.
        let third = try Identity.generate()
        var forwarded = right
        forwarded.slots = [
            try await KeySlot.make(
                dataKey, for: .recipient(third.recipient), cost: .minimum, vaultID: right.vaultID, epoch: 1)
        ]
        try forwarded.authenticate(with: dataKey)
        await #expect(throws: VaultError.invalidSignature) { try await open(forwarded, third) }

        // Into another vault.
        var moved = right
        moved.vaultID[0] ^= 1
        moved.slots = [
            try await KeySlot.make(
                dataKey, for: .recipient(recipients[0]), cost: .minimum, vaultID: moved.vaultID, epoch: 1)
        ]
        try moved.seal(try right.openPayload(with: dataKey), with: dataKey)
        await #expect(throws: VaultError.invalidSignature) { try await open(moved, identities[0]) }
    }

    @Test func `a list of recipients without a signature, or not in order, or missing, is tampering`() async throws {
        let signer = try SigningIdentity.generate()
        let dataKey = try DataKey.random()
        let changes: [(inout VaultRecord) -> Void] = [
            { $0.fields.removeAll { $0.type == 5 } }, { $0.fields.removeAll { $0.type == 8 } },
            { record in
                let index = record.fields.firstIndex { $0.type == 8 } ?? 0
                let keys = record.fields[index].value
                record.fields[index].value = Array(keys[32...] + keys[..<32])
            },
            { record in
                let index = record.fields.firstIndex { $0.type == 8 } ?? 0
                record.fields[index].value += record.fields[index].value.suffix(32)
            },
        ]
        for change in changes {
            let wrong = try await ExportFixture.envelope(for: recipients, dataKey: dataKey, signedBy: signer, change)
            await #expect(throws: VaultError.tampered(.envelope)) {
                try await OpenedExport(
                    wrong, with: .identity(identities[0]), origin: .acceptUnverified, limits: .standard, at: 0)
            }
        }
    }

    @Test func `it says when it ends and what its maker had to say`() async throws {
        let session = try await ExportFixture.session()
        let string = try await session.export(
            sealedTo: recipients, expires: ExportFixture.now + 60, note: "für Köln\n2 Zeilen")
        let secret = VaultSecret.identity(identities[0])
        let other = try await ExportFixture.empty(now: ExportFixture.now + 59)
        let report = try await other.import(string, with: secret, origin: .acceptUnverified)
        #expect(report.expires == ExportFixture.now + 60 && report.note == "für Köln\n2 Zeilen")
        let late = try await ExportFixture.empty(now: ExportFixture.now + 60)
        await #expect(throws: VaultError.expired(at: ExportFixture.now + 60)) {
            try await late.import(string, with: secret, origin: .acceptUnverified)
        }
        #expect(try !late.hasAuthKey)
        let text = VaultError.expired(at: 1_700_000_060).description
        #expect(text.contains("2023-11-14 22:14:20 UTC") && text.hasSuffix("it takes a new one, with a later time"))
    }

    @Test func `terms that cannot be kept are refused`() async throws {
        let session = try await ExportFixture.session()
        let none = try await ExportFixture.empty()
        await #expect(throws: VaultError.noSession) { try await none.export(sealedTo: recipients) }
        await #expect(throws: VaultError.expired(at: ExportFixture.now)) {
            try await session.export(sealedTo: recipients, expires: ExportFixture.now)
        }
        await #expect(throws: VaultError.unstorableValue(field: "note")) {
            try await session.export(sealedTo: recipients, note: String(repeating: "x", count: 4_097))
        }
        let many = try (0..<17).map { _ in try Identity.generate().recipient }
        for wrong in [[], many, [recipients[0], recipients[0]]] {
            await #expect(throws: VaultError.unstorableValue(field: "recipients")) {
                try await session.export(sealedTo: wrong)
            }
        }
        // As much as there can be.
        let signer = try SigningIdentity.generate()
        let string = try await session.export(
            sealedTo: Array(many.dropLast()), signedBy: signer, expires: .max,
            note: String(repeating: "x", count: 4_096))
        #expect(string.envelope.slots.count == 16)
        _ = try ProtectedString(try string.text)
    }
}
