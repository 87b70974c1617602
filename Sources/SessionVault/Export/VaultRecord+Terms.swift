/// What only an export's record says.
extension VaultRecord {
    /// When the export is to be no longer used, in seconds since 1970; nil where it does not say.
    var expiry: Int64? {
        value(of: FieldType.expiry).map { Int64(bitPattern: $0.reversed().reduce(0) { $0 << 8 | UInt64($1) }) }
    }

    /// A line for whoever opens the export.
    var note: String? { value(of: FieldType.note).map { String(decoding: $0, as: UTF8.self) } }

    /// What follows the envelope in a file; nil where nothing does.
    var peers: ExportedPeers? { value(of: FieldType.peers).map { ExportedPeers(field: $0) } }

    /// Writes down what is agreed beside the session, but for the signature.
    mutating func add(_ terms: ExportTerms) {
        if let expires = terms.expires {
            var value: [UInt8] = []
            value.append(littleEndian: expires)
            fields.append(Field(type: FieldType.expiry, value: value))
        }
        if let note = terms.note, !note.isEmpty {
            fields.append(Field(type: FieldType.note, value: Array(note.utf8)))
        }
    }

    mutating func set(_ peers: ExportedPeers) {
        fields.removeAll { $0.type == FieldType.peers }
        fields.append(Field(type: FieldType.peers, value: peers.field))
    }

    func value(of type: UInt8) -> [UInt8]? { fields.first { $0.type == type }?.value }
}

/// What the record says of the peers behind the envelope of an export's file.
struct ExportedPeers: Equatable, Sendable {
    static let digestLength = 32
    static let fieldLength = 8 + 8 + digestLength

    /// How many there are.
    var count: UInt64 = 0
    /// How many bytes there are behind the envelope.
    var length: UInt64 = 0
    /// The BLAKE2b-256 of those bytes.
    var digest = [UInt8](repeating: 0, count: digestLength)

    var field: [UInt8] {
        var field: [UInt8] = []
        field.append(littleEndian: count)
        field.append(littleEndian: length)
        return field + digest
    }
}

extension ExportedPeers {
    /// - Parameter field: Bytes of ``fieldLength``.
    init(field: [UInt8]) {
        func integer(at offset: Int) -> UInt64 {
            field[offset..<(offset + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.init(count: integer(at: 0), length: integer(at: 8), digest: Array(field[16...]))
    }
}
