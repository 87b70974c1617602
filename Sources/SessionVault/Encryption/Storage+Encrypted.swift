extension Storage {
    /// This engine, with everything it stores sealed under a passphrase.
    ///
    /// - Parameters:
    ///   - passphrase: Opens the vault; without it and without another slot, the session is lost.
    ///   - coverage: What a new vault seals. A vault that exists keeps its own coverage.
    ///   - derivation: What a guess at the passphrase costs in envelopes that are written.
    ///   - limits: What an envelope that is opened may cost at most.
    ///   - requireEncrypted: Whether a plain session is refused. Where it is false, a plain session is used as it is,
    ///     unsealed, with the notice ``StorageNotice/notEncrypted``, until ``EncryptedStorage/encrypt(progress:)`` seals it.
    public func encrypted(
        with passphrase: Passphrase, coverage: EncryptedStorage.Coverage = .everything,
        derivation: KeyDerivation = .standard, limits: KeyDerivation.Limits = .standard,
        requireEncrypted: Bool = true
    ) -> EncryptedStorage {
        encrypted(
            with: .passphrase(passphrase), coverage: coverage, derivation: derivation, limits: limits,
            requireEncrypted: requireEncrypted)
    }

    /// This engine, with everything it stores sealed under a keyring's root: opened without a derivation, and locked
    /// with the keyring.
    ///
    /// - Parameters:
    ///   - keyring: Opens the vault.
    ///   - coverage: What a new vault seals. A vault that exists keeps its own coverage.
    ///   - derivation: What a guess at a passphrase costs in slots that are added later.
    ///   - limits: What the passphrase slots may cost together then.
    ///   - requireEncrypted: Whether a plain session is refused, as in
    ///     ``encrypted(with:coverage:derivation:limits:requireEncrypted:)``.
    ///   - origin: Where it pins an id, no other vault is opened, and none is made. Who made a vault that a keyring opens
    ///     had the keyring, so it is about nothing else.
    public func encrypted(
        with keyring: Keyring, coverage: EncryptedStorage.Coverage = .everything,
        derivation: KeyDerivation = .standard, limits: KeyDerivation.Limits = .standard,
        requireEncrypted: Bool = true, origin: OriginPolicy = .refuseUnverified
    ) -> EncryptedStorage {
        encrypted(
            with: .keyring(keyring), coverage: coverage, derivation: derivation, limits: limits,
            requireEncrypted: requireEncrypted, origin: origin)
    }

    /// This engine, with everything it stores sealed under a secret of any kind.
    ///
    /// - Parameters:
    ///   - secret: Opens the vault; without it and without another slot, the session is lost.
    ///   - coverage: What a new vault seals. A vault that exists keeps its own coverage.
    ///   - derivation: What a guess at a passphrase costs in envelopes that are written.
    ///   - limits: What an envelope that is opened by a passphrase may cost at most.
    ///   - requireEncrypted: Whether a plain session is refused, as in
    ///     ``encrypted(with:coverage:derivation:limits:requireEncrypted:)``.
    ///   - origin: Which vaults an identity may open. It is about other secrets only where it pins an id.
    public func encrypted(
        with secret: VaultSecret, coverage: EncryptedStorage.Coverage = .everything,
        derivation: KeyDerivation = .standard, limits: KeyDerivation.Limits = .standard,
        requireEncrypted: Bool = true, origin: OriginPolicy = .refuseUnverified
    ) -> EncryptedStorage {
        EncryptedStorage(
            self, secret: secret,
            policy: EncryptedStorage.Policy(
                coverage: coverage, derivation: derivation, limits: limits, requiresEncryption: requireEncrypted,
                origin: origin))
    }
}
