internal import VaultSodium

extension VaultRecord {
    /// Takes a payload apart, refusing what version 1 would not have written.
    ///
    /// - Parameter envelope: Where it was found; its recipient slots and its flags have to agree with the record.
    /// - Throws: ``VaultError/invalidEnvelope(_:)``, ``VaultError/tampered(_:)`` where record and envelope disagree.
    init(_ payload: borrowing SecretBytes, of envelope: Envelope) throws {
        self = try payload.withBytes { try VaultRecord(decoding: $0) }
        try checkAgreement(with: envelope)
    }

    private init(decoding bytes: Span<UInt8>) throws {
        var reader = ByteReader(to: bytes.count, orThrow: .invalidEnvelope(.layout))
        guard try reader.integer(UInt8.self, in: bytes) == Self.version else {
            throw VaultError.invalidEnvelope(.layout)
        }
        let flags = Flags(rawValue: try reader.integer(UInt8.self, in: bytes))
        let dcID = try reader.integer(Int16.self, in: bytes)
        let apiID = try reader.integer(Int32.self, in: bytes)
        let userID = try reader.integer(Int64.self, in: bytes)
        let date = try reader.integer(Int64.self, in: bytes)
        let key = try AuthKey(bytes.extracting(try reader.take(AuthKey.length)))
        guard Flags.all.isSuperset(of: flags), flags.contains(.user) == (userID != 0) else {
            throw VaultError.invalidEnvelope(.layout)
        }
        self.init(
            session: SessionRecord(
                authKey: .plain(key), dcID: dcID, isTest: flags.contains(.test), apiID: apiID, userID: userID,
                isBot: flags.contains(.bot), date: date))
        try readFields(&reader, in: bytes)
    }

    private mutating func readFields(_ reader: inout ByteReader, in bytes: Span<UInt8>) throws {
        var last: UInt8 = 0
        while reader.remaining > 0 {
            let type = try reader.integer(UInt8.self, in: bytes)
            if type == 0 {
                try checkPadding(&reader, in: bytes)
                return
            }
            guard type > last || type == last && type == FieldType.recipient,
                FieldType.known.contains(type) || FieldType.foreign.contains(type)
            else { throw VaultError.invalidEnvelope(.layout) }
            last = type
            let length = Int(try reader.integer(UInt16.self, in: bytes))
            try readField(type, bytes.extracting(try reader.take(length)))
        }
    }

    private mutating func readField(_ type: UInt8, _ value: Span<UInt8>) throws {
        var reader = ByteReader(to: value.count, orThrow: .invalidEnvelope(.layout))
        switch type {
        case FieldType.serverAddress:
            guard let text = String(validating: [UInt8](copying: value), as: UTF8.self), !text.isEmpty else {
                throw VaultError.invalidEnvelope(.layout)
            }
            session.serverAddress = text
        case FieldType.port:
            session.port = try reader.integer(UInt16.self, in: value)
            guard reader.remaining == 0, session.port != 0 else { throw VaultError.invalidEnvelope(.layout) }
        case FieldType.retiringKey:
            let epoch = try reader.integer(UInt32.self, in: value)
            guard reader.remaining == DataKey.length else { throw VaultError.invalidEnvelope(.layout) }
            let key = try SecretBytes(copying: value.extracting(try reader.take(DataKey.length)))
            retiringKey = RetiringKey(epoch: epoch, dataKey: DataKey(key))
        default:
            fields.append(Field(type: type, value: [UInt8](copying: value)))
        }
    }

    /// Zeros to the end, and no more of them than the next multiple of the block asks for.
    private func checkPadding(_ reader: inout ByteReader, in bytes: Span<UInt8>) throws {
        let padding = try reader.take(reader.remaining)
        guard padding.count < Envelope.payloadBlock, padding.allSatisfy({ bytes[$0] == 0 }) else {
            throw VaultError.invalidEnvelope(.layout)
        }
    }

    private func checkAgreement(with envelope: Envelope) throws {
        let expected = envelope.flags.contains(.export) ? [] : envelope.slots.filter { $0.kind == .recipient }.map(\.id)
        guard recipients.map({ Array($0.value.prefix(KeySlot.idLength)) }) == expected,
            recipients.allSatisfy({ $0.value.count == KeySlot.idLength + SealedBox.keyLength })
        else { throw VaultError.tampered(.envelope) }
        if let retiringKey {
            guard envelope.flags.contains(.transition), retiringKey.epoch < envelope.epoch else {
                throw VaultError.tampered(.envelope)
            }
        }
    }
}
