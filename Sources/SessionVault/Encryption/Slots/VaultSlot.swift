/// A way into a vault or a keyring file, as its envelope shows it: never a secret.
///
/// Later versions add cases: have a `default` in a `switch`.
public struct VaultSlot: Sendable, Hashable {
    /// What opens it.
    public enum Kind: Sendable, Hashable {
        /// A passphrase, at the cost of that derivation a guess.
        case passphrase(KeyDerivation)
        /// A ``RawKey``.
        case rawKey
        /// A root of a ``Keyring``.
        case keyring
        /// The ``Identity`` of a ``Recipient``.
        case recipient(Recipient?)
        /// A ``RecoveryCode``.
        case recoveryCode
        /// Something of another program's, which this library keeps and does not open; the slot's type.
        case foreign(UInt8)
    }

    /// Its name within the vault.
    public let id: SlotID
    /// What opens it.
    public let kind: Kind
}

extension VaultSlot {
    /// - Parameter recipient: The public key of a recipient's slot, where the record tells it.
    /// - Throws: ``VaultError/invalidEnvelope(_:)``.
    init(_ slot: KeySlot, recipient: Recipient? = nil) throws {
        id = SlotID(slot.id)
        kind =
            switch slot.kind {
            case .passphrase: .passphrase(try slot.derivation().cost)
            case .rawKey: .rawKey
            case .keyring: .keyring
            case .recipient: .recipient(recipient)
            case .recoveryCode: .recoveryCode
            case .foreign(let type): .foreign(type)
            }
    }
}

extension VaultSlot: CustomStringConvertible {
    /// Its id, and what opens it.
    public var description: String {
        let what =
            switch kind {
            case .passphrase(let cost): "passphrase (Argon2id, \(cost.passes) passes over \(cost.mebibytes) MiB)"
            case .rawKey: "raw key"
            case .keyring: "keyring"
            case .recipient(let recipient): "recipient" + (recipient.map { " \($0)" } ?? "")
            case .recoveryCode: "recovery code"
            case .foreign(let type): "another program's (type \(type))"
            }
        return "\(id) \(what)"
    }
}
