extension Keyring {
    /// Gives the file a new data key: whoever knew the old one, and no secret of a slot that is left, reads no later state of
    /// the file, in one atomic and durable write of it. For each passphrase it takes as long as two derivations.
    ///
    /// The roots stay the same, and who had them still has them. To shut a former holder out of the vaults too, rotate the
    /// root afterwards (``rotateRoot(over:progress:)``), and re-key the vaults.
    ///
    /// Every slot is made anew, for which the secret of each is needed, also of the one that unlocked the keyring: neither
    /// secrets nor recipients are kept. Other keyrings in memory that were unlocked from the file, in any process, have the
    /// old key: their calls throw ``VaultError/changedMeanwhile`` from then on, as do writes of vaults that they opened with
    /// a ledger, after the vault is written. Unlock the file anew there.
    ///
    /// The ledger that the keyring was unlocked with comes under the new key too. It can be interrupted anywhere, by a crash
    /// too: the file is of one key or the other, and the ledger is of the file's (see ``Ledger``). Any other ledger of the
    /// keyring, or one that it was unlocked without, can be read no more.
    ///
    /// - Parameters:
    ///   - secrets: The secrets of the slots that stay; identities, of recipients' slots. Each passphrase is tried on the
    ///     slots for passphrases, a derivation each.
    ///   - recipients: Who gets a slot besides: recipients whose slots go, since whom they were for is not written down, or
    ///     new ones.
    ///   - dropping: The slots that go: consent that their holders lose their way in.
    /// - Throws: With nothing changed, ``VaultError/slotSecretsMissing(_:)``, ``VaultError/noSuchSlot(_:)``,
    ///   ``VaultError/lastSlot``, ``VaultError/slotsFull``, ``VaultError/nestedKeyring``, ``VaultError/exhausted``;
    ///   ``VaultError/changedMeanwhile`` where somebody else changed the slots; the errors of derivations and of their
    ///   bounds; `CancellationError`; otherwise as ``slots``, and what the system refuses. Where that was the last
    ///   step, to make the write durable, or the ledger's, the file may have either key: unlock it anew.
    public func rotateKeys(
        with secrets: [VaultSecret] = [], recipients: [Recipient] = [], dropping: Set<SlotID> = []
    ) async throws {
        for secret in secrets { try secret.requireNoKeyring() }
        try await whileUsed {
            let before = try read()
            let (epoch, overflow) = before.envelope.epoch.addingReportingOverflow(1)
            guard !overflow else { throw VaultError.exhausted }
            let dataKey = try VaultError.mapping { try DataKey.random() }
            let renewal = SlotRenewal(
                contents: before, secrets: secrets, opened: nil, recipients: nil, newcomers: recipients,
                cost: policy.derivation, limits: policy.limits)
            let slots = try await renewal.slots(for: dataKey, epoch: epoch, dropping: dropping)
            try await file.withLock {
                var contents = try read()
                guard contents.envelope.epoch == before.envelope.epoch, contents.envelope.slots == before.envelope.slots
                else { throw VaultError.changedMeanwhile }
                contents.envelope.epoch = epoch
                contents.envelope.slots = slots
                try await write(try KeyringKeys.seal(contents, dataKey), dataKey)
            }
        }
    }

    private func write(_ contents: KeyringKeys.Contents, _ dataKey: DataKey) async throws {
        let write = { @Sendable [file] in
            try self.replaceKeys(with: dataKey, contents) { try file.replace(with: contents.envelope.bytes) }
        }
        guard let ledger else { return try write() }
        try await ledger.rotate(to: dataKey, contents.envelope, write)
    }
}
