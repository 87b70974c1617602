/// One way into a vault: the data key, wrapped for one secret.
struct KeySlot: Equatable, Sendable {
    enum Kind: Hashable {
        case passphrase, rawKey, keyring, recipient, recoveryCode
        /// Another program's; kept as it is.
        case foreign(UInt8)

        init?(type: UInt8) {
            switch type {
            case 1: self = .passphrase
            case 2: self = .rawKey
            case 3: self = .keyring
            case 4: self = .recipient
            case 5: self = .recoveryCode
            case 0x80...: self = .foreign(type)
            default: return nil
            }
        }

        var type: UInt8 {
            switch self {
            case .passphrase: 1
            case .rawKey: 2
            case .keyring: 3
            case .recipient: 4
            case .recoveryCode: 5
            case .foreign(let type): type
            }
        }

        /// How long a body is; nil where that is not ours to say.
        var bodyLength: Int? {
            switch self {
            case .passphrase: 124
            case .rawKey, .keyring, .recoveryCode: 104
            case .recipient: 105
            case .foreign: nil
            }
        }
    }

    static let idLength = 8
    static let maximumBodyLength = 512

    var kind: Kind
    /// 0, but in a foreign slot.
    var flags: UInt8 = 0
    var id: [UInt8]
    var body: [UInt8]

    /// Whether it is another program's.
    var isForeign: Bool {
        if case .foreign = kind { true } else { false }
    }

    /// Type, flags, length, id and body, as they stand in the envelope.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        append(to: &bytes)
        return bytes
    }

    /// Of ``bytes``.
    var length: Int { 4 + id.count + body.count }

    /// Appends ``bytes``.
    func append(to bytes: inout [UInt8]) {
        bytes += [kind.type, flags]
        bytes.append(littleEndian: UInt16(body.count))
        bytes += id
        bytes += body
    }

    init(kind: Kind, id: [UInt8], body: [UInt8]) {
        self.kind = kind
        self.id = id
        self.body = body
    }

    init(reading reader: inout ByteReader, in bytes: Span<UInt8>) throws(VaultError) {
        let type = try reader.integer(UInt8.self, in: bytes)
        flags = try reader.integer(UInt8.self, in: bytes)
        let length = Int(try reader.integer(UInt16.self, in: bytes))
        guard let kind = Kind(type: type), length == kind.bodyLength ?? length, length <= Self.maximumBodyLength
        else { throw .invalidEnvelope(.layout) }
        self.kind = kind
        id = try reader.array(Self.idLength, in: bytes)
        body = try reader.array(length, in: bytes)
        guard flags == 0 || isForeign else { throw .invalidEnvelope(.layout) }
    }
}
