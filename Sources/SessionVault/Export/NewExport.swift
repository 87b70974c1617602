internal import VaultSodium

/// An export that is being made: a vault of its own, with a data key that nothing else has.
struct NewExport {
    let dataKey: DataKey
    /// With its slots, and nothing sealed yet.
    private let envelope: Envelope
    private var record: VaultRecord
    private let signer: SigningIdentity?
    private let recipients: [Recipient]

    var vaultID: [UInt8] { envelope.vaultID }

    /// An export of a session's values that a passphrase opens. It takes as long as the derivation.
    ///
    /// - Throws: Of the derivation, ``VaultError/notEnoughMemory(needs:has:)`` and `CancellationError`.
    init(
        of session: SessionRecord, protectedBy passphrase: Passphrase, cost: KeyDerivation, _ terms: ExportTerms
    ) async throws {
        try await self.init(of: session, for: [.passphrase(passphrase)], cost: cost, terms)
    }

    /// An export of a session's values that the recipients' identities open.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)`` where there is no recipient, or more than 16, or one twice.
    init(of session: SessionRecord, sealedTo recipients: [Recipient], _ terms: ExportTerms) async throws {
        guard Envelope.slotCounts.contains(recipients.count), Set(recipients).count == recipients.count else {
            throw VaultError.unstorableValue(field: "recipients")
        }
        try await self.init(of: session, for: recipients.map { .recipient($0) }, cost: .standard, terms)
    }

    private init(
        of session: SessionRecord, for owners: [SlotOwner], cost: KeyDerivation, _ terms: ExportTerms
    ) async throws {
        dataKey = try VaultError.mapping { try DataKey.random() }
        var envelope = Envelope(
            flags: .export, vaultID: Sodium.randomBytes(Envelope.vaultIDLength), epoch: 1, generation: 1, slots: [],
            payloadNonce: [], payload: [], mac: [])
        for owner in owners {
            envelope.slots.append(
                try await KeySlot.make(
                    dataKey, for: owner, cost: cost, vaultID: envelope.vaultID, epoch: envelope.epoch))
        }
        self.envelope = envelope
        signer = terms.signer
        recipients = owners.compactMap { if case .recipient(let recipient) = $0 { recipient } else { nil } }
        record = VaultRecord(session: session.withTrueAddress)
        record.add(terms)
    }

    /// The envelope, sealed and signed: complete where no peers follow it.
    ///
    /// - Parameter peers: What follows it in a file. Its length does not depend on them.
    /// - Throws: ``VaultError/unstorableValue(field:)`` where there is too much in it.
    func sealed(with peers: ExportedPeers? = nil) throws -> Envelope {
        var (envelope, record) = (envelope, record)
        if let peers {
            envelope.flags.insert(.rowsSealed)
            record.set(peers)
        }
        if let signer { try record.sign(with: signer, for: recipients, in: vaultID) }
        try VaultError.mapping { try envelope.seal(try record.encoded(), with: dataKey) }
        return envelope
    }
}
