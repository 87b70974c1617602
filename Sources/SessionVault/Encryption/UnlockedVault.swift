internal import VaultLock
internal import VaultSodium

/// The keys of a vault whose data key is known, and what its envelope said when it was opened.
///
/// A storage keeps it while it is open and lets it go when it closes; a call in flight keeps it until it returns.
final class UnlockedVault: Sendable {
    let vaultID: [UInt8]
    let epoch: UInt32
    let sealsRows: Bool
    let dataKey: DataKey
    private let comparesMirrors: Bool
    /// The keys of the rows; nil where rows are not sealed.
    let rowKeys: RowKeys?
    /// The keys of rows of the epoch before, while a re-key runs.
    let retiringRowKeys: RowKeys?
    /// The slot that it was opened by, as it was then; nil where it went in a re-key.
    let opened: KeySlot?
    let slot: SlotID
    /// What kind of secret opened it.
    let kind: KeySlot.Kind
    /// Where the latest envelope is written down outside of the storage.
    private let ledger: Ledger?
    /// The latest envelope seen: one below its generation, or of its generation with another MAC, was put there by
    /// somebody else.
    private let latest: Lock<SeenEnvelope>

    /// - Parameters:
    ///   - envelope: One that was verified with `dataKey`, or is about to be sealed with it.
    ///   - retiring: The key of the epoch before, while a re-key runs.
    init(
        _ envelope: Envelope, dataKey: DataKey, openedBy slot: SlotID, kind: KeySlot.Kind,
        retiring: VaultRecord.RetiringKey? = nil, comparesMirrors: Bool = true, ledger: Ledger? = nil
    ) throws {
        vaultID = envelope.vaultID
        epoch = envelope.epoch
        sealsRows = envelope.flags.contains(.rowsSealed)
        self.dataKey = dataKey
        self.comparesMirrors = comparesMirrors
        rowKeys =
            sealsRows ? try RowKeys(dataKey, vaultID: envelope.vaultID, epoch: envelope.epoch) : nil
        retiringRowKeys =
            if sealsRows, let retiring {
                try RowKeys(retiring.dataKey, vaultID: envelope.vaultID, epoch: retiring.epoch)
            } else { nil }
        opened = envelope.slots.first { $0.id == slot.bytes }
        self.slot = slot
        self.kind = kind
        self.ledger = ledger
        latest = Lock(SeenEnvelope(envelope))
    }

    /// A vault of its own, with one slot; nothing is written. For a passphrase it takes as long as the derivation.
    ///
    /// The record of a vault with a recipient's slot has to name the recipient; see ``VaultRecord/add(_:slot:)``.
    static func create(
        for owner: SlotOwner, cost: KeyDerivation, flags: Envelope.Flags, ledger: Ledger? = nil
    ) async throws -> (vault: UnlockedVault, envelope: Envelope) {
        let dataKey = try VaultError.mapping { try DataKey.random() }
        var envelope = Envelope(
            flags: flags, vaultID: Sodium.randomBytes(Envelope.vaultIDLength), epoch: 1, generation: 0, slots: [],
            payloadNonce: [], payload: [], mac: [])
        envelope.slots = [
            try await KeySlot.make(
                dataKey, for: owner, cost: cost, vaultID: envelope.vaultID, epoch: envelope.epoch)
        ]
        let vault = try VaultError.mapping {
            try UnlockedVault(
                envelope, dataKey: dataKey, openedBy: SlotID(envelope.slots[0].id), kind: envelope.slots[0].kind,
                ledger: ledger)
        }
        return (vault, envelope)
    }

    /// An engine's row, and the envelope and record that were in it.
    struct Contents {
        var stored: SessionRecord
        var envelope: Envelope
        var record: VaultRecord
    }

    /// Reads the vault's row from `base` and opens it.
    ///
    /// - Throws: ``VaultError/tampered(_:)`` where anything was changed, or an older envelope was put back;
    ///   ``VaultError/changedMeanwhile`` where another writer changed the keys or removed the vault.
    func read(from base: any Storage) async throws -> Contents {
        // What is known before the row is read: a generation that is written meanwhile is not an older one's fault.
        let known = latest.withLock { $0 }
        guard let stored = try await base.session() else { throw VaultError.changedMeanwhile }
        let contents = try open(stored)
        guard known.allows(contents.envelope) else { throw VaultError.tampered(.envelope) }
        note(contents.envelope)
        return contents
    }

    /// The vault as it is from here on, with or without the key of the epoch before.
    func reopened(_ envelope: Envelope, retiring: VaultRecord.RetiringKey?) throws -> UnlockedVault {
        try VaultError.mapping {
            try UnlockedVault(
                envelope, dataKey: dataKey, openedBy: slot, kind: kind, retiring: retiring,
                comparesMirrors: comparesMirrors, ledger: ledger)
        }
    }

    /// Opens a row that was read.
    func open(_ stored: SessionRecord) throws -> Contents {
        guard case .envelope(let bytes) = stored.authKey else { throw VaultError.notEncrypted }
        let envelope = try Envelope(bytes)
        guard envelope.vaultID == vaultID, envelope.epoch == epoch else { throw VaultError.changedMeanwhile }
        return try VaultError.mapping {
            try envelope.verify(with: dataKey)
            return try contents(ofVerified: envelope, in: stored)
        }
    }

    /// Opens the envelope of a row, which is this vault's and was verified with its data key.
    func contents(ofVerified envelope: Envelope, in stored: SessionRecord) throws -> Contents {
        try VaultError.mapping {
            let record = try VaultRecord(try envelope.openPayload(with: dataKey), of: envelope)
            if !sealsRows && comparesMirrors { try record.session.checkMirrors(stored) }
            return Contents(stored: stored, envelope: envelope, record: record)
        }
    }

    /// Writes `record` in the envelope's next generation, beside columns that mirror it or hold constants.
    ///
    /// - Parameter whenWritten: Run when the envelope is durable, before the ledger is.
    /// - Returns: False, with nothing changed, where `base` no longer holds `stored`.
    /// - Throws: What the engine throws; and what the ledger throws, after the envelope was written: the next opening
    ///   finds it newer than the ledger knows, which is no error.
    func write(
        _ record: VaultRecord, in envelope: Envelope, replacing stored: SessionRecord?, on base: any Storage,
        whenWritten: () throws -> Void = {}
    ) async throws -> Bool {
        let sealed = try seal(record, into: envelope)
        var row = sealsRows ? SessionRecord(authKey: .envelope([]), dcID: 0) : record.session
        row.authKey = .envelope(sealed.bytes)
        guard try await base.replaceSession(stored, with: row) else { return false }
        note(sealed)
        try whenWritten()
        try await ledger?.noteWritten(sealed)
        return true
    }

    /// Writes changed contents in the place of the row that they were read from.
    func write(_ contents: Contents, to base: any Storage) async throws -> Bool {
        try await write(contents.record, in: contents.envelope, replacing: contents.stored, on: base)
    }

    private func note(_ envelope: Envelope) {
        latest.withLock { $0.note(envelope) }
    }

    /// The envelope's next generation, with `record` in it.
    ///
    /// - Throws: ``VaultError/exhausted``, ``VaultError/unstorableValue(field:)``.
    func seal(_ record: VaultRecord, into envelope: Envelope) throws -> Envelope {
        var envelope = envelope
        try envelope.advance()
        try VaultError.mapping { try envelope.seal(try record.encoded(), with: dataKey) }
        return envelope
    }
}

extension SessionRecord {
    /// Compares the readable columns beside an envelope with the sealed record.
    ///
    /// An engine may have no place for address and port; one that has tells the truth or nothing. The date is not
    /// compared: other clients write it whenever they save, and nothing hangs on it.
    ///
    /// - Throws: ``VaultError/tampered(_:)`` with the first column that differs.
    fileprivate func checkMirrors(_ stored: SessionRecord) throws(VaultError) {
        let columns: [(name: String, isEqual: Bool)] = [
            ("dc_id", stored.dcID == dcID), ("test_mode", stored.isTest == isTest),
            ("api_id", stored.apiID == apiID), ("user_id", stored.userID == userID),
            ("is_bot", stored.isBot == isBot),
            ("server_address", stored.serverAddress.isEmpty || stored.serverAddress == serverAddress),
            ("port", stored.port == 0 || stored.port == port),
        ]
        for column in columns where !column.isEqual { throw .tampered(.mirror(column: column.name)) }
    }
}
