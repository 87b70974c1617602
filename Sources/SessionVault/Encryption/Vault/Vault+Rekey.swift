extension Vault {
    /// Gives the vault a new data key, and seals everything anew under it: whoever knew the old key alone reads nothing
    /// that is written from then on.
    ///
    /// The session stays in use meanwhile; a listing of its peers waits, and so does ``Session/close()``. It can be interrupted anywhere, by a crash too:
    /// call it again, or open the storage, and it goes on. The auth key stays the same, and who kept it has the account
    /// until it is logged out on the server.
    ///
    /// Every slot is made anew. Recipients need not be there for it, and neither need what opened the storage be given
    /// again; of all other slots the secrets are needed.
    ///
    /// - Parameters:
    ///   - secrets: The secrets of further slots. Each passphrase is tried on the
    ///     slots for passphrases, a derivation each, and its slot is made with one more.
    ///   - recipients: The recipients whose slots stay; those of others count as slots whose secrets are missing. Nil for
    ///     all whom the vault names: a former holder who could write to it may be among them, so name those you know to
    ///     leave him out.
    ///   - dropping: The slots that go instead: consent that their holders lose their way in.
    ///   - progress: Called after each batch of rows. Where an opening takes up an interrupted re-key, nobody is told.
    /// - Throws: ``VaultError/slotSecretsMissing(_:)`` before anything is changed; ``VaultError/needsExclusive`` where
    ///   the engine is shared; ``VaultError/lastSlot``, ``VaultError/noSuchSlot(_:)``; ``VaultError/tampered(_:)`` where
    ///   a row does not open, before anything is changed; ``VaultError/exhausted``; of the derivations,
    ///   ``VaultError/notEnoughMemory(needs:has:)`` and the errors of their bounds; `CancellationError`, after which it
    ///   is ended by the next call or opening where it had begun; and what the engine throws, also when the last step,
    ///   the emptying of its journal, fails after the re-key is whole.
    public func rotateKeys(
        with secrets: [VaultSecret] = [], recipients: Set<Recipient>? = nil, dropping: Set<SlotID> = [],
        progress: @escaping @Sendable (RekeyProgress) -> Void = { _ in }
    ) async throws {
        try await storage.rotateKeys(
            .init(secrets: secrets, recipients: recipients, dropping: dropping), progress)
    }
}
