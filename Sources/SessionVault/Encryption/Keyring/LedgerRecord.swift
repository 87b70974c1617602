internal import VaultSodium

/// What a ledger holds, and its bytes: `89 'SVL' 0D 0A 1A 01 | keyring's vault id 16 | epoch 4 | nonce 24 | length 4`,
/// and as many bytes of entries, sealed, with all before them as associated data.
struct LedgerRecord: Sendable {
    /// An entry of a vault; its bytes are `vault id 16 | epoch 4 | generation 8 | first 16 bytes of the MAC`.
    struct State: Equatable, Sendable {
        static let macLength = 16

        let version: VaultVersion
        let mac: [UInt8]

        /// Whether it is of a later write.
        func follows(_ other: State) -> Bool {
            (version.epoch, version.generation) > (other.version.epoch, other.version.generation)
        }

        /// - Throws: ``VaultError/rolledBack(known:found:)`` where it is neither what is known nor of a later write.
        func requireLatest(_ known: State?) throws(VaultError) {
            guard let known, self != known, !follows(known) else { return }
            throw .rolledBack(known: known.version, found: version)
        }
    }

    static let maximumLength = 16 * 1_048_576
    static let magic: [UInt8] = [0x89, 0x53, 0x56, 0x4C, 0x0D, 0x0A, 0x1A, 0x01]
    private static let headerLength = magic.count + Envelope.vaultIDLength + 4 + XChaCha20Poly1305.nonceLength + 4
    private static let entryLength = Envelope.vaultIDLength + 4 + 8 + State.macLength
    private static let malformed = VaultError.tampered(.ledger)

    var states: [VaultID: State] = [:]

    init() {}

    /// The epoch that a ledger says it is of; nil where it is none. Nothing of it is checked.
    static func epoch(of ledger: [UInt8]) -> UInt32? {
        let bytes = ledger.span
        var reader = ByteReader(to: bytes.count, orThrow: malformed)
        guard let found = try? reader.array(magic.count, in: bytes), found == magic,
            (try? reader.take(Envelope.vaultIDLength)) != nil
        else { return nil }
        return try? reader.integer(UInt32.self, in: bytes)
    }

    /// Opens a ledger.
    ///
    /// - Throws: ``VaultError/otherVault(expected:found:)`` where it is another keyring's; ``VaultError/changedMeanwhile``
    ///   where it says that it is of a later epoch; ``VaultError/tampered(_:)`` for any other byte that the keyring did not
    ///   write there.
    init(_ ledger: [UInt8], of keyring: VaultID, epoch: UInt32, with dataKey: DataKey) throws {
        let bytes = ledger.span
        var reader = ByteReader(to: bytes.count, orThrow: Self.malformed)
        guard try reader.array(Self.magic.count, in: bytes) == Self.magic else { throw Self.malformed }
        let found = VaultID(try reader.array(Envelope.vaultIDLength, in: bytes))
        guard found == keyring else { throw VaultError.otherVault(expected: keyring, found: found) }
        let written = try reader.integer(UInt32.self, in: bytes)
        guard written <= epoch else { throw VaultError.changedMeanwhile }
        guard written == epoch else { throw Self.malformed }
        let nonce = try reader.array(XChaCha20Poly1305.nonceLength, in: bytes)
        let length = Int(try reader.integer(UInt32.self, in: bytes))
        guard length == reader.remaining, length >= XChaCha20Poly1305.tagLength else { throw Self.malformed }
        let header = bytes.extracting(0..<Self.headerLength)
        let sealed = bytes.extracting(try reader.take(length))
        var entries = [UInt8](repeating: 0, count: length - XChaCha20Poly1305.tagLength)
        var output = entries.mutableSpan
        try VaultError.mapping {
            do {
                let key = try dataKey.subkey(.ledger)
                try XChaCha20Poly1305.open(
                    sealed, authenticating: header, nonce: nonce.span, using: key, into: &output)
            } catch SodiumError.forged {
                throw Self.malformed
            }
        }
        try read(entries.span)
    }

    /// The entries ascend by vault id.
    private mutating func read(_ bytes: Span<UInt8>) throws {
        var reader = ByteReader(to: bytes.count, orThrow: Self.malformed)
        var last: [UInt8] = []
        states.reserveCapacity(bytes.count / Self.entryLength)
        while reader.remaining > 0 {
            let id = try reader.array(Envelope.vaultIDLength, in: bytes)
            guard last.lexicographicallyPrecedes(id) else { throw Self.malformed }
            last = id
            let version = VaultVersion(
                epoch: try reader.integer(UInt32.self, in: bytes),
                generation: try reader.integer(UInt64.self, in: bytes))
            states[VaultID(id)] = State(version: version, mac: try reader.array(State.macLength, in: bytes))
        }
    }

    /// The ledger's bytes, under a fresh nonce.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)`` where there are too many vaults.
    func sealed(for keyring: VaultID, epoch: UInt32, with dataKey: DataKey) throws -> [UInt8] {
        let entries = encodedEntries
        let length = entries.count + XChaCha20Poly1305.tagLength
        guard Self.headerLength + length <= Self.maximumLength else {
            throw VaultError.unstorableValue(field: "ledger")
        }
        let nonce = Sodium.randomBytes(XChaCha20Poly1305.nonceLength)
        var header = Self.magic + keyring.bytes
        header.append(littleEndian: epoch)
        header += nonce
        header.append(littleEndian: UInt32(truncatingIfNeeded: length))
        var ledger = header + [UInt8](repeating: 0, count: length)
        var output = ledger.mutableSpan
        try VaultError.mapping {
            let key = try dataKey.subkey(.ledger)
            try XChaCha20Poly1305.seal(
                entries.span, authenticating: header.span, nonce: nonce.span, using: key, into: &output,
                at: header.count)
        }
        return ledger
    }

    private var encodedEntries: [UInt8] {
        var entries: [UInt8] = []
        entries.reserveCapacity(states.count * Self.entryLength)
        for (id, state) in states.sorted(by: { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }) {
            entries += id.bytes
            entries.append(littleEndian: state.version.epoch)
            entries.append(littleEndian: state.version.generation)
            entries += state.mac
        }
        return entries
    }
}

extension LedgerRecord.State {
    init(_ envelope: Envelope) {
        version = VaultVersion(epoch: envelope.epoch, generation: envelope.generation)
        mac = Array(envelope.mac.prefix(Self.macLength))
    }
}
