internal import VaultSodium

/// What a keyring file's payload holds: `01 | n | n × (root id 8 | state 1 | root key 32)`, and zeros up to a multiple
/// of 64.
struct KeyringRecord: Sendable {
    private static let version: UInt8 = 1
    private static let headerLength = 2
    private static let rootLength = RootID.length + 1 + SlotKey.rootLength
    private static let malformed = VaultError.tampered(.envelope)

    /// In their order in the file, each with another id, one of them active.
    var roots: [Keyring.Root]

    init(roots: [Keyring.Root]) { self.roots = roots }

    /// Takes a payload apart, refusing what version 1 would not have written.
    ///
    /// - Throws: ``VaultError/tampered(_:)``: a key fitted, so the payload is to be as it was sealed.
    init(_ payload: borrowing SecretBytes) throws {
        roots = try payload.withBytes { bytes in
            var reader = ByteReader(to: bytes.count, orThrow: Self.malformed)
            guard try reader.integer(UInt8.self, in: bytes) == Self.version else { throw Self.malformed }
            let count = try reader.integer(UInt8.self, in: bytes)
            let roots = try (0..<count).map { _ in try Keyring.Root(reading: &reader, in: bytes) }
            let padding = try reader.take(reader.remaining)
            guard padding.count < Envelope.payloadBlock, padding.allSatisfy({ bytes[$0] == 0 }) else {
                throw Self.malformed
            }
            return roots
        }
        guard roots.count(where: { $0.state == .active }) == 1, Set(roots.map(\.id)).count == roots.count else {
            throw Self.malformed
        }
    }

    /// The payload's bytes in guarded memory.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)`` where there are too many roots.
    func encoded() throws -> SecretBytes {
        guard let count = UInt8(exactly: roots.count) else { throw VaultError.unstorableValue(field: "roots") }
        let (length, block) = (Self.headerLength + roots.count * Self.rootLength, Envelope.payloadBlock)
        var payload = try SecretBytes(count: (length + block - 1) / block * block)
        try payload.withMutableBytes { bytes in
            var writer = ByteWriter()
            writer.write(Self.version, into: &bytes)
            writer.write(count, into: &bytes)
            for root in roots {
                writer.write(root.id.bytes.span, into: &bytes)
                writer.write(root.state.code, into: &bytes)
                try root.key.cell.withBytes { writer.write($0, into: &bytes) }
            }
        }
        return payload
    }
}

extension Keyring.Root {
    fileprivate init(reading reader: inout ByteReader, in bytes: Span<UInt8>) throws {
        id = RootID(try reader.array(RootID.length, in: bytes))
        guard let state = KeyringRoot.State(code: try reader.integer(UInt8.self, in: bytes)) else {
            throw VaultError.tampered(.envelope)
        }
        self.state = state
        let key = bytes.extracting(try reader.take(SlotKey.rootLength))
        self.key = SlotKey(kind: .keyring, cell: try SecretBytes(copying: key))
    }
}

extension KeyringRoot.State {
    fileprivate init?(code: UInt8) {
        switch code {
        case 1: self = .active
        case 2: self = .retiring
        default: return nil
        }
    }

    fileprivate var code: UInt8 {
        switch self {
        case .active: 1
        case .retiring: 2
        }
    }
}
