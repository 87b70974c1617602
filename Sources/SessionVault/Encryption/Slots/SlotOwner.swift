/// What a key slot is made for: a secret, or a recipient, whose secret half need not be here.
enum SlotOwner: Sendable {
    case secret(VaultSecret)
    case recipient(Recipient)
}
