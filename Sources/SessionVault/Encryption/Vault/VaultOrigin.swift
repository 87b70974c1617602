/// What the way in says about who made a vault or an export.
///
/// Later versions add cases: have a `default` in a `switch`.
public enum VaultOrigin: Sendable, Hashable {
    /// A holder of the secret that opened it, which is no public key.
    case secretHolder
    /// It has the pinned id; otherwise as ``unverified``.
    case pinned
    /// The holder of the signer's other half. It is an export: vaults are not signed, since they change.
    case signed(Signer)
    /// Anybody who has the recipient's public key.
    case unverified
}
