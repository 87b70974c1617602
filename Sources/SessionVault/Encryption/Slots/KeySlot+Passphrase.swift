internal import VaultSodium

extension KeySlot {
    private static let argon2id13: UInt8 = 2

    /// The salt and the cost of a passphrase slot.
    ///
    /// - Throws: ``VaultError/invalidEnvelope(_:)`` where the slot names another function.
    func derivation() throws(VaultError) -> (salt: [UInt8], cost: KeyDerivation) {
        let bytes = body.span
        var reader = ByteReader(to: bytes.count, orThrow: .invalidEnvelope(.layout))
        guard try reader.integer(UInt8.self, in: bytes) == Self.argon2id13 else { throw .invalidEnvelope(.layout) }
        let passes = try reader.integer(UInt8.self, in: bytes)
        let mebibytes = try reader.integer(UInt16.self, in: bytes)
        let salt = try reader.array(Argon2id.saltLength, in: bytes)
        return (salt, KeyDerivation(untrustedPasses: passes, mebibytes: mebibytes))
    }

    /// A slot for `passphrase`, with a fresh salt. Takes as long as the derivation.
    static func wrapping(
        _ dataKey: DataKey, under passphrase: Passphrase, cost: KeyDerivation,
        id: [UInt8] = Sodium.randomBytes(idLength), vaultID: [UInt8], epoch: UInt32
    ) async throws -> KeySlot {
        let salt = Sodium.randomBytes(Argon2id.saltLength)
        var prefix: [UInt8] = [argon2id13, UInt8(truncatingIfNeeded: cost.passes)]
        prefix.append(littleEndian: UInt16(truncatingIfNeeded: cost.mebibytes))
        let key = try await SlotKey.derive(from: passphrase, salt: salt, cost: cost)
        let body = prefix + salt
        return try VaultError.mapping {
            try wrapping(
                dataKey, under: key, id: id, prefix: body, vaultID: vaultID, epoch: epoch)
        }
    }
}
