extension Session {
    /// The key slots of a session that is kept sealed, and its re-key.
    ///
    /// - Throws: ``VaultError/notEncrypted`` where the storage is no ``EncryptedStorage``.
    public var vault: Vault {
        get throws(VaultError) {
            guard let storage = storage as? EncryptedStorage else { throw .notEncrypted }
            return storage.vault
        }
    }

    /// Gives the session's vault a new data key; see ``Vault/rotateKeys(with:recipients:dropping:progress:)``.
    public func rotateKeys(
        with secrets: [VaultSecret] = [], recipients: Set<Recipient>? = nil, dropping: Set<SlotID> = [],
        progress: @escaping @Sendable (RekeyProgress) -> Void = { _ in }
    ) async throws {
        try await vault.rotateKeys(with: secrets, recipients: recipients, dropping: dropping, progress: progress)
    }
}

extension EncryptedStorage {
    /// Its key slots and its re-key.
    public var vault: Vault { Vault(storage: self) }
}
