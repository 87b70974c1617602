internal import VaultSodium

extension Envelope {
    /// Seals `record` as the payload, with a fresh nonce, and authenticates the whole under `dataKey`.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)`` where slots and record are too long together.
    mutating func seal(
        _ record: borrowing SecretBytes, with dataKey: DataKey,
        nonce: [UInt8] = Sodium.randomBytes(XChaCha20Poly1305.nonceLength)
    ) throws {
        var sealed = [UInt8](repeating: 0, count: record.count + XChaCha20Poly1305.tagLength)
        let context = payloadContext
        let key = try dataKey.subkey(.payload)
        var output = sealed.mutableSpan
        try record.withBytes { record in
            try XChaCha20Poly1305.seal(
                record, authenticating: context.span, nonce: nonce.span, using: key, into: &output, at: 0)
        }
        payloadNonce = nonce
        payload = sealed
        try authenticate(with: dataKey)
    }

    /// Counts the write that is to come.
    ///
    /// - Throws: ``VaultError/exhausted``.
    mutating func advance() throws(VaultError) {
        let (next, overflow) = generation.addingReportingOverflow(1)
        guard !overflow else { throw .exhausted }
        generation = next
    }

    /// Writes the MAC anew, over the payload as it is.
    mutating func authenticate(with dataKey: DataKey) throws {
        let bytes = authenticatedBytes
        guard bytes.count + Self.macLength <= Self.maximumLength else {
            throw VaultError.unstorableValue(field: "record")
        }
        mac = try BLAKE2b.hash(bytes.span, key: try dataKey.subkey(.header), count: Self.macLength)
    }

    /// Whether everything in the envelope is what a holder of `dataKey` wrote.
    ///
    /// - Throws: ``VaultError/tampered(_:)``.
    func verify(with dataKey: DataKey) throws {
        let bytes = authenticatedBytes
        let expected = try BLAKE2b.hash(bytes.span, key: try dataKey.subkey(.header), count: Self.macLength)
        guard Sodium.areEqual(expected.span, mac.span) else { throw VaultError.tampered(.envelope) }
    }

    /// The record, in guarded memory. Call after ``verify(with:)``.
    ///
    /// - Throws: ``VaultError/tampered(_:)``.
    func openPayload(with dataKey: DataKey) throws -> SecretBytes {
        var record = try SecretBytes(count: payload.count - XChaCha20Poly1305.tagLength)
        let context = payloadContext
        let key = try dataKey.subkey(.payload)
        try record.withMutableBytes { record in
            try XChaCha20Poly1305.open(
                payload.span, authenticating: context.span, nonce: payloadNonce.span, using: key, into: &record)
        }
        return record
    }
}
