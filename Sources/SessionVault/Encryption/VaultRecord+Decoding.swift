internal import VaultSodium

extension VaultRecord {
    /// Takes a payload apart, refusing what version 1 would not have written.
    ///
    /// - Parameter envelope: Where it was found; its recipient slots and its flags have to agree with the record.
    /// - Throws: ``VaultError/tampered(_:)``: a key fitted, so the record is to be as it was sealed.
    init(_ payload: borrowing SecretBytes, of envelope: Envelope) throws {
        do {
            self = try payload.withBytes { try VaultRecord(decoding: $0) }
        } catch VaultError.invalidAuthKey {
            throw Self.malformed
        }
        try checkAgreement(with: envelope)
    }

    private static let malformed = VaultError.tampered(.envelope)

    private init(decoding bytes: Span<UInt8>) throws {
        var reader = ByteReader(to: bytes.count, orThrow: Self.malformed)
        guard try reader.integer(UInt8.self, in: bytes) == Self.version else {
            throw Self.malformed
        }
        let flags = Flags(rawValue: try reader.integer(UInt8.self, in: bytes))
        let dcID = try reader.integer(Int16.self, in: bytes)
        let apiID = try reader.integer(Int32.self, in: bytes)
        let userID = try reader.integer(Int64.self, in: bytes)
        let date = try reader.integer(Int64.self, in: bytes)
        let key = try AuthKey(bytes.extracting(try reader.take(AuthKey.length)))
        guard Flags.all.isSuperset(of: flags), flags.contains(.user) == (userID != 0) else {
            throw Self.malformed
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
            else { throw Self.malformed }
            last = type
            let length = Int(try reader.integer(UInt16.self, in: bytes))
            try readField(type, bytes.extracting(try reader.take(length)))
        }
    }

    private mutating func readField(_ type: UInt8, _ value: Span<UInt8>) throws {
        var reader = ByteReader(to: value.count, orThrow: Self.malformed)
        switch type {
        case FieldType.serverAddress:
            guard let text = String(validating: [UInt8](copying: value), as: UTF8.self), !text.isEmpty else {
                throw Self.malformed
            }
            session.serverAddress = text
        case FieldType.port:
            session.port = try reader.integer(UInt16.self, in: value)
            guard reader.remaining == 0, session.port != 0 else { throw Self.malformed }
        case FieldType.retiringKey:
            let epoch = try reader.integer(UInt32.self, in: value)
            guard reader.remaining == DataKey.length else { throw Self.malformed }
            let key = try SecretBytes(copying: value.extracting(try reader.take(DataKey.length)))
            retiringKey = RetiringKey(epoch: epoch, dataKey: DataKey(key))
        default:
            let field = Field(type: type, value: [UInt8](copying: value))
            guard field.isWellFormed else { throw Self.malformed }
            fields.append(field)
        }
    }

    /// Zeros to the end, and no more of them than the next multiple of the block asks for.
    private func checkPadding(_ reader: inout ByteReader, in bytes: Span<UInt8>) throws {
        let padding = try reader.take(reader.remaining)
        // The first zero was read as a type.
        guard padding.count < Envelope.payloadBlock - 1, padding.allSatisfy({ bytes[$0] == 0 }) else {
            throw Self.malformed
        }
    }

    private func checkAgreement(with envelope: Envelope) throws {
        let isExport = envelope.flags.contains(.export)
        guard isExport || fields.allSatisfy({ !$0.isOfExports }), !isExport || isExportRecord(of: envelope),
            retiringKey == nil || envelope.flags.contains(.transition)
        else { throw Self.malformed }
        let recipientSlots = isExport ? [] : envelope.slots.filter { $0.kind == .recipient }.map(\.id)
        guard recipients.map({ Array($0.value.prefix(KeySlot.idLength)) }) == recipientSlots else {
            throw Self.malformed
        }
        guard retiringKey.map({ $0.epoch < envelope.epoch }) ?? true else { throw Self.malformed }
    }

    private func isExportRecord(of envelope: Envelope) -> Bool {
        let flags: Envelope.Flags = peers == nil ? .export : [.export, .rowsSealed]
        return envelope.flags == flags && hasCanonicalRecipients
    }
}

extension VaultRecord.Field {
    /// Whether its value has the form that its type has; other programs' have any.
    fileprivate var isWellFormed: Bool {
        switch type {
        case VaultRecord.FieldType.recipient: value.count == KeySlot.idLength + SealedBox.keyLength
        case VaultRecord.FieldType.signature: value.count == VaultRecord.signatureLength
        case VaultRecord.FieldType.expiry: value.count == MemoryLayout<Int64>.size
        case VaultRecord.FieldType.note: String(validating: value, as: UTF8.self) != nil
        case VaultRecord.FieldType.signedRecipients:
            value.count.isMultiple(of: Recipient.length)
                && value.count / Recipient.length <= Envelope.slotCounts.upperBound
        case VaultRecord.FieldType.peers: value.count == ExportedPeers.fieldLength
        default: true
        }
    }

    fileprivate var isOfExports: Bool { VaultRecord.FieldType.ofExports.contains(type) }
}
