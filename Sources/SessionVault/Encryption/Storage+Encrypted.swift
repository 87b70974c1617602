extension Storage {
    /// This engine, with everything it stores sealed under a passphrase.
    ///
    /// - Parameters:
    ///   - passphrase: Opens the vault; without it and without another slot, the session is lost.
    ///   - coverage: What a new vault seals. A vault that exists keeps its own coverage.
    ///   - derivation: What a guess at the passphrase costs in envelopes that are written.
    ///   - limits: What an envelope that is opened may cost at most.
    ///   - requireEncrypted: Whether a plain session is refused. Where it is false, a plain session is used as it is,
    ///     unsealed, with the notice ``StorageNotice/notEncrypted``, until ``EncryptedStorage/encrypt()`` seals it.
    public func encrypted(
        with passphrase: Passphrase, coverage: EncryptedStorage.Coverage = .everything,
        derivation: KeyDerivation = .standard, limits: KeyDerivation.Limits = .standard,
        requireEncrypted: Bool = true
    ) -> EncryptedStorage {
        EncryptedStorage(
            self, passphrase: passphrase, coverage: coverage, derivation: derivation, limits: limits,
            requireEncrypted: requireEncrypted)
    }
}
