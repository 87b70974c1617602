/// The bytes that hold a session's record, sealed, and the key slots that open it. See the article *Format*.
///
/// Nothing in it is to be believed before ``verify(with:)`` passed.
struct Envelope: Equatable, Sendable {
    struct Flags: OptionSet, Hashable, Sendable {
        let rawValue: UInt8
        /// Peers and update states are sealed too.
        static let rowsSealed = Flags(rawValue: 1)
        /// A migration or re-key has begun and not ended.
        static let transition = Flags(rawValue: 2)
        /// Made to be handed on.
        static let export = Flags(rawValue: 4)
        static let all: Flags = [.rowsSealed, .transition, .export]
    }

    enum Kind: Sendable {
        case vault, keyring

        var magic: [UInt8] {
            switch self {
            case .vault: StoredKey.envelopeMagic
            case .keyring: [0x89, 0x53, 0x56, 0x4B, 0x0D, 0x0A, 0x1A]
            }
        }
    }

    static let version: UInt8 = 1
    static let maximumLength = StoredKey.maximumEnvelopeLength
    static let headerLength = 40
    static let vaultIDLength = 16
    static let macLength = 32
    static let slotCounts = 1...16
    static let maximumPassphraseSlots = 4
    static let payloadBlock = 64

    var kind = Kind.vault
    var flags: Flags
    var vaultID: [UInt8]
    var epoch: UInt32
    var generation: UInt64
    var slots: [KeySlot]
    var payloadNonce: [UInt8]
    /// The sealed record.
    var payload: [UInt8]
    /// The BLAKE2b-256 under the data key's header key of all bytes before.
    var mac: [UInt8]

    /// What the payload is bound to: magic, version, vault and epoch.
    var payloadContext: [UInt8] {
        var context = kind.magic + [Self.version] + vaultID
        context.append(littleEndian: epoch)
        return context
    }

    /// All bytes but the MAC.
    var authenticatedBytes: [UInt8] {
        let length =
            Self.headerLength + slots.reduce(0) { $0 + $1.length } + payloadNonce.count + MemoryLayout<UInt16>.size
            + payload.count + Self.macLength
        var bytes: [UInt8] = []
        // The MAC's too: what follows is appended in place.
        bytes.reserveCapacity(length)
        bytes += kind.magic
        bytes.append(Self.version)
        bytes.append(littleEndian: UInt16(truncatingIfNeeded: length))
        bytes += [flags.rawValue, UInt8(truncatingIfNeeded: slots.count)]
        bytes += vaultID
        bytes.append(littleEndian: epoch)
        bytes.append(littleEndian: generation)
        for slot in slots { slot.append(to: &bytes) }
        bytes += payloadNonce
        bytes.append(littleEndian: UInt16(truncatingIfNeeded: payload.count))
        bytes += payload
        return bytes
    }

    /// The whole envelope.
    var bytes: [UInt8] {
        var bytes = authenticatedBytes
        bytes += mac
        return bytes
    }
}
