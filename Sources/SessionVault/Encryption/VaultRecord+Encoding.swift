internal import VaultSodium

extension VaultRecord {
    struct Flags: OptionSet {
        let rawValue: UInt8
        static let test = Flags(rawValue: 1)
        static let bot = Flags(rawValue: 2)
        static let user = Flags(rawValue: 4)
        static let all: Flags = [.test, .bot, .user]
    }

    static let fixedLength = 280
    private static let fieldHeader = 3
    private static let retiringKeyLength = 4 + DataKey.length

    /// The payload's bytes in guarded memory, padded with zeros to a multiple of 64.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)``.
    func encoded() throws -> SecretBytes {
        guard case .plain(let authKey) = session.authKey else { throw VaultError.unstorableValue(field: "authKey") }
        var fields = fields
        if !session.serverAddress.isEmpty {
            fields.append(Field(type: FieldType.serverAddress, value: Array(session.serverAddress.utf8)))
        }
        if session.port != 0 {
            fields.append(Field(type: FieldType.port, value: [UInt8(session.port & 0xFF), UInt8(session.port >> 8)]))
        }
        // Types ascend; the one that repeats keeps its order.
        fields = fields.enumerated().sorted { ($0.element.type, $0.offset) < ($1.element.type, $1.offset) }
            .map(\.element)
        guard fields.allSatisfy({ $0.value.count <= UInt16.max }) else {
            throw VaultError.unstorableValue(field: "serverAddress")
        }
        let length =
            fields.reduce(Self.fixedLength) { $0 + Self.fieldHeader + $1.value.count }
            + (retiringKey == nil ? 0 : Self.fieldHeader + Self.retiringKeyLength)
        guard length <= Envelope.maximumLength else { throw VaultError.unstorableValue(field: "record") }
        let block = Envelope.payloadBlock
        var record = try SecretBytes(count: (length + block - 1) / block * block)
        try record.withMutableBytes { bytes in
            var writer = ByteWriter()
            try writeFixedPart(&writer, authKey, into: &bytes)
            for field in fields where field.type < FieldType.retiringKey { writer.write(field, into: &bytes) }
            if let retiringKey { try writer.write(retiringKey, into: &bytes) }
            for field in fields where field.type > FieldType.retiringKey { writer.write(field, into: &bytes) }
        }
        return record
    }

    private func writeFixedPart(
        _ writer: inout ByteWriter, _ authKey: AuthKey, into bytes: inout MutableSpan<UInt8>
    ) throws {
        var flags: Flags = []
        if session.isTest { flags.insert(.test) }
        if session.isBot { flags.insert(.bot) }
        if session.userID != 0 { flags.insert(.user) }
        writer.write(Self.version, into: &bytes)
        writer.write(flags.rawValue, into: &bytes)
        writer.write(session.dcID, into: &bytes)
        writer.write(session.apiID, into: &bytes)
        writer.write(session.userID, into: &bytes)
        writer.write(session.date, into: &bytes)
        try authKey.withBytes { writer.write($0, into: &bytes) }
    }
}

extension ByteWriter {
    fileprivate mutating func write(_ field: VaultRecord.Field, into bytes: inout MutableSpan<UInt8>) {
        write(field.type, into: &bytes)
        write(UInt16(truncatingIfNeeded: field.value.count), into: &bytes)
        write(field.value.span, into: &bytes)
    }

    fileprivate mutating func write(
        _ retiring: VaultRecord.RetiringKey, into bytes: inout MutableSpan<UInt8>
    ) throws {
        write(VaultRecord.FieldType.retiringKey, into: &bytes)
        write(UInt16(4 + DataKey.length), into: &bytes)
        write(retiring.epoch, into: &bytes)
        try retiring.dataKey.cell.withBytes { write($0, into: &bytes) }
    }
}
