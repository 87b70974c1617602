/// Which vaults and exports an identity may open.
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
    /// Exports that one of these has signed, whatever opens them; of vaults, which are not signed, as
    /// ``refuseUnverified``.
    case signed(by: Set<Signer>)
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

    /// What an export's signature, or else the way in, says of who made it.
    ///
    /// - Parameter signer: Who signed it, where its signature was found to be right.
    /// - Throws: ``VaultError/unverifiedOrigin(_:)`` where that is not enough for this policy.
    func requireAccepted(
        _ export: VaultID, openedBy kind: KeySlot.Kind, signedBy signer: Signer?
    ) throws(VaultError) -> VaultOrigin {
        if case .signed(let signers) = self {
            guard let signer, signers.contains(signer) else { throw .unverifiedOrigin(export) }
            return .signed(signer)
        }
        try requireAccepted(export, openedBy: kind)
        return signer.map { .signed($0) } ?? origin(of: export, openedBy: kind)
    }
}
