internal import VaultSodium

extension Envelope {
    /// Takes an envelope apart, and refuses every byte that version 1 would not have written there.
    ///
    /// - Throws: ``VaultError/invalidEnvelope(_:)``.
    init(_ envelope: [UInt8], kind: Kind = .vault) throws(VaultError) {
        let bytes = envelope.span
        var reader = ByteReader(to: bytes.count, orThrow: .invalidEnvelope(.length))
        guard try reader.array(kind.magic.count, in: bytes) == kind.magic else { throw .invalidEnvelope(.magic) }
        let version = try reader.integer(UInt8.self, in: bytes)
        guard version == Self.version else { throw .invalidEnvelope(.version(version)) }
        let length = Int(try reader.integer(UInt16.self, in: bytes))
        guard length == bytes.count, length <= Self.maximumLength else { throw .invalidEnvelope(.length) }
        reader = ByteReader(
            from: reader.offset, to: max(reader.offset, length - Self.macLength), orThrow: .invalidEnvelope(.layout))

        let flags = Flags(rawValue: try reader.integer(UInt8.self, in: bytes))
        let slotCount = Int(try reader.integer(UInt8.self, in: bytes))
        guard Flags.all.isSuperset(of: flags), Self.slotCounts.contains(slotCount) else {
            throw .invalidEnvelope(.layout)
        }
        let vaultID = try reader.array(Self.vaultIDLength, in: bytes)
        let epoch = try reader.integer(UInt32.self, in: bytes)
        let generation = try reader.integer(UInt64.self, in: bytes)
        var slots: [KeySlot] = []
        for _ in 0..<slotCount { slots.append(try KeySlot(reading: &reader, in: bytes)) }
        guard slots.indices.allSatisfy({ index in !slots[..<index].contains { $0.id == slots[index].id } }),
            slots.count(where: { $0.kind == .passphrase }) <= Self.maximumPassphraseSlots
        else { throw .invalidEnvelope(.layout) }

        let nonce = try reader.array(XChaCha20Poly1305.nonceLength, in: bytes)
        let payloadLength = Int(try reader.integer(UInt16.self, in: bytes))
        guard payloadLength == reader.remaining, payloadLength > XChaCha20Poly1305.tagLength,
            (payloadLength - XChaCha20Poly1305.tagLength).isMultiple(of: Self.payloadBlock)
        else { throw .invalidEnvelope(.layout) }
        let payload = try reader.array(payloadLength, in: bytes)

        self.init(
            kind: kind, flags: flags, vaultID: vaultID, epoch: epoch, generation: generation, slots: slots,
            payloadNonce: nonce, payload: payload, mac: Array(envelope.suffix(Self.macLength)))
    }
}
