internal import VaultSodium

/// What an envelope's payload holds: the session's record, and fields that only some vaults have.
struct VaultRecord: Sendable {
    /// A field that is kept and not understood here, or understood by others: its type and bytes, none a secret key.
    struct Field: Equatable, Sendable {
        var type: UInt8
        var value: [UInt8]
    }

    /// The key of the epoch before, while a re-key runs.
    struct RetiringKey: Sendable {
        var epoch: UInt32
        var dataKey: DataKey
    }

    enum FieldType {
        static let serverAddress: UInt8 = 1
        static let port: UInt8 = 2
        static let recipient: UInt8 = 3
        static let retiringKey: UInt8 = 4
        static let signature: UInt8 = 5
        static let expiry: UInt8 = 6
        static let note: UInt8 = 7
        static let signedRecipients: UInt8 = 8
        static let peers: UInt8 = 9
        static let ofExports: ClosedRange<UInt8> = 5...9
        static let known: ClosedRange<UInt8> = 1...9
        static let foreign: ClosedRange<UInt8> = 0x80...0xFF
    }

    static let version: UInt8 = 1

    /// Its key is always plain.
    var session: SessionRecord
    var retiringKey: RetiringKey?
    /// All other fields, in their order.
    var fields: [Field] = []

    /// The X25519 keys of the recipient slots, in slot order, with the slots' ids before them.
    var recipients: [Field] { fields.filter { $0.type == FieldType.recipient } }

    init(session: SessionRecord) { self.session = session }
}
