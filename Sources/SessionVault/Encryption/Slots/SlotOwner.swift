/// What a key slot is made for: a secret, or a recipient, whose secret half need not be here.
enum SlotOwner: Sendable {
    case passphrase(Passphrase)
    /// A raw key or a recovery code.
    case key(SlotKey)
    /// A keyring's root, which gives its slot an id.
    case root(SlotKey)
    case recipient(Recipient)

    /// - Throws: ``VaultError/keyringLocked``.
    init(_ secret: VaultSecret) throws {
        self =
            switch secret {
            case .passphrase(let passphrase): .passphrase(passphrase)
            case .rawKey(let key): .key(key.slotKey)
            case .recoveryCode(let code): .key(try code.slotKey)
            case .keyring(let keyring): .root(try keyring.activeRoot.key)
            case .identity(let identity): .recipient(identity.recipient)
            }
    }
}
