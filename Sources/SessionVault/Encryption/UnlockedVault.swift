internal import Synchronization
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
    /// The latest envelope seen: one below its generation, or of its generation with another MAC, was put there by
    /// somebody else.
    private let latest: Mutex<Seen>

    private struct Seen {
        var generation: UInt64
        var mac: [UInt8]

        func allows(_ envelope: Envelope) -> Bool {
            envelope.generation > generation || envelope.generation == generation && envelope.mac == mac
        }
    }

    /// - Parameter envelope: One that was verified with `dataKey`, or is about to be sealed with it.
    init(_ envelope: Envelope, dataKey: DataKey, comparesMirrors: Bool = true) throws {
        vaultID = envelope.vaultID
        epoch = envelope.epoch
        sealsRows = envelope.flags.contains(.rowsSealed)
        self.dataKey = dataKey
        self.comparesMirrors = comparesMirrors
        rowKeys =
            sealsRows ? try RowKeys(dataKey, vaultID: envelope.vaultID, epoch: envelope.epoch) : nil
        latest = Mutex(Seen(generation: envelope.generation, mac: envelope.mac))
    }

    /// A vault of its own, with one slot for the passphrase; nothing is written. Takes as long as the derivation.
    static func create(
        passphrase: Passphrase, cost: KeyDerivation, flags: Envelope.Flags
    ) async throws -> (vault: UnlockedVault, envelope: Envelope) {
        let dataKey = try VaultError.mapping { try DataKey.random() }
        var envelope = Envelope(
            flags: flags, vaultID: Sodium.randomBytes(Envelope.vaultIDLength), epoch: 1, generation: 0, slots: [],
            payloadNonce: [], payload: [], mac: [])
        envelope.slots = [
            try await KeySlot.wrapping(
                dataKey, under: passphrase, cost: cost, vaultID: envelope.vaultID, epoch: envelope.epoch)
        ]
        return (try VaultError.mapping { try UnlockedVault(envelope, dataKey: dataKey) }, envelope)
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

    /// Opens a row that was read.
    func open(_ stored: SessionRecord) throws -> Contents {
        guard case .envelope(let bytes) = stored.authKey else { throw VaultError.notEncrypted }
        let envelope = try Envelope(bytes)
        guard envelope.vaultID == vaultID, envelope.epoch == epoch else { throw VaultError.changedMeanwhile }
        return try VaultError.mapping {
            try envelope.verify(with: dataKey)
            let record = try VaultRecord(try envelope.openPayload(with: dataKey), of: envelope)
            if !sealsRows && comparesMirrors { try record.session.checkMirrors(stored) }
            return Contents(stored: stored, envelope: envelope, record: record)
        }
    }

    /// Writes `record` in the envelope's next generation, beside columns that mirror it or hold constants.
    ///
    /// - Returns: False, with nothing changed, where `base` no longer holds `stored`.
    func write(
        _ record: VaultRecord, in envelope: Envelope, replacing stored: SessionRecord?, on base: any Storage
    ) async throws -> Bool {
        let sealed = try seal(record, into: envelope)
        var row = sealsRows ? SessionRecord(authKey: .envelope([]), dcID: 0) : record.session
        row.authKey = .envelope(sealed.bytes)
        guard try await base.replaceSession(stored, with: row) else { return false }
        note(sealed)
        return true
    }

    /// Writes changed contents in the place of the row that they were read from.
    func write(_ contents: Contents, to base: any Storage) async throws -> Bool {
        try await write(contents.record, in: contents.envelope, replacing: contents.stored, on: base)
    }

    private func note(_ envelope: Envelope) {
        latest.withLock { seen in
            if envelope.generation > seen.generation {
                seen = Seen(generation: envelope.generation, mac: envelope.mac)
            }
        }
    }

    /// The envelope's next generation, with `record` in it.
    ///
    /// - Throws: ``VaultError/exhausted``, ``VaultError/unstorableValue(field:)``.
    func seal(_ record: VaultRecord, into envelope: Envelope) throws -> Envelope {
        var envelope = envelope
        let (generation, overflow) = envelope.generation.addingReportingOverflow(1)
        guard !overflow else { throw VaultError.exhausted }
        envelope.generation = generation
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
