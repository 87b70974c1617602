/// What opens a vault or a keyring file: a secret of one of the kinds that key slots are made for.
public enum VaultSecret: Sendable {
    /// A passphrase; each try costs a derivation.
    case passphrase(Passphrase)
    /// A key of 32 random bytes.
    case rawKey(RawKey)
    /// A code of 16 random bytes, kept on paper.
    case recoveryCode(RecoveryCode)
    /// The private half of a recipient.
    case identity(Identity)
    /// A keyring that was unlocked: one derivation for any number of vaults. It opens vaults, and no other keyring.
    case keyring(Keyring)
}
