/// What an unlocked keyring has in memory: its file's data key, and the roots.
struct KeyringKeys: Sendable {
    /// A keyring file, opened.
    struct Contents: Sendable {
        var envelope: Envelope
        var record: KeyringRecord
    }

    let dataKey: DataKey
    /// The slot that gave the data key.
    let slot: SlotID
    /// What kind of secret gave it.
    let kind: KeySlot.Kind
    /// The active one first.
    private(set) var roots: [Keyring.Root]
    let epoch: UInt32
    private var latest: SeenEnvelope

    /// - Parameter contents: What `dataKey` opened, or is about to seal.
    init(_ contents: Contents, dataKey: DataKey, openedBy slot: SlotID, kind: KeySlot.Kind) {
        self.dataKey = dataKey
        self.slot = slot
        self.kind = kind
        roots = contents.record.sortedRoots
        epoch = contents.envelope.epoch
        latest = SeenEnvelope(contents.envelope)
    }

    /// Opens the envelope of a keyring file that was verified with `dataKey`.
    ///
    /// - Throws: ``VaultError/tampered(_:)`` where it is none that this version writes.
    static func contents(_ envelope: Envelope, _ dataKey: DataKey) throws -> Contents {
        try VaultError.mapping {
            guard envelope.flags.isEmpty else { throw VaultError.tampered(.envelope) }
            return Contents(
                envelope: envelope, record: try KeyringRecord(try envelope.openPayload(with: dataKey)))
        }
    }

    /// Opens what the file holds now, verified.
    ///
    /// - Throws: ``VaultError/tampered(_:)`` where an older state was put back than was seen.
    func open(_ envelope: Envelope) throws -> Contents {
        guard envelope.epoch == epoch, latest.allows(envelope) else { throw VaultError.tampered(.envelope) }
        return try Self.contents(envelope, dataKey)
    }

    /// The next generation, sealed, of what was changed.
    ///
    /// - Throws: ``VaultError/exhausted``; ``VaultError/unstorableValue(field:)`` where slots and roots are too many.
    func seal(_ contents: Contents) throws -> Contents { try Self.seal(contents, dataKey) }

    /// As ``seal(_:)``, under a data key.
    static func seal(_ contents: Contents, _ dataKey: DataKey) throws -> Contents {
        var sealed = contents
        try sealed.envelope.advance()
        try VaultError.mapping { try sealed.envelope.seal(try sealed.record.encoded(), with: dataKey) }
        return sealed
    }

    mutating func note(_ contents: Contents) {
        guard latest.allows(contents.envelope) else { return }
        latest.note(contents.envelope)
        roots = contents.record.sortedRoots
    }
}

extension KeyringRecord {
    fileprivate var sortedRoots: [Keyring.Root] {
        roots.filter { $0.state == .active } + roots.filter { $0.state != .active }
    }
}
