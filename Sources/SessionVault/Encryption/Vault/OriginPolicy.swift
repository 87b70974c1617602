/// Which vaults an identity may open.
///
/// Later versions add cases: have a `default` in a `switch`.
///
/// A vault that opens by a recipient's slot proves nothing about who made it: the public key is enough to make another
/// one, with another session in it. So the owner of the identity says which he takes. A vault that opens by any other
/// secret was made by a holder of that secret.
public enum OriginPolicy: Sendable, Hashable {
    /// None: the vault has to be opened by another secret.
    case refuseUnverified
    /// The vault with this id. That keeps out one that was put in its place by mistake, or by somebody who never saw
    /// it; whoever has seen the id can make another vault that has it.
    case pinned(VaultID)
    /// Any vault, on the caller's own responsibility.
    case acceptUnverified
}

extension OriginPolicy {
    /// - Throws: ``VaultError/otherVault(expected:found:)``.
    func requirePinned(_ found: VaultID) throws(VaultError) {
        if case .pinned(let expected) = self, expected != found {
            throw .otherVault(expected: expected, found: found)
        }
    }

    /// What the way in says of who made a vault.
    func origin(of vault: VaultID, openedBy kind: KeySlot.Kind) -> VaultOrigin {
        guard kind == .recipient else { return .secretHolder }
        return self == .pinned(vault) ? .pinned : .unverified
    }

    /// - Throws: ``VaultError/unverifiedOrigin(_:)``.
    func requireAccepted(_ vault: VaultID, openedBy kind: KeySlot.Kind) throws(VaultError) {
        if origin(of: vault, openedBy: kind) == .unverified, self != .acceptUnverified {
            throw .unverifiedOrigin(vault)
        }
    }
}

/// What the way in says about who made a vault.
public enum VaultOrigin: Sendable, Hashable {
    /// A holder of the secret that opened it, which is no public key.
    case secretHolder
    /// It has the pinned id; otherwise as ``unverified``.
    case pinned
    /// Anybody who has the recipient's public key.
    case unverified
}
