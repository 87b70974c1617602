internal import VaultSodium

extension KeySlot {
    private static let nonceLength = XChaCha20Poly1305.nonceLength
    private static let commitmentLength = 32
    private static let wrappedLength = DataKey.length + XChaCha20Poly1305.tagLength

    /// A slot that gives `dataKey` to whoever has `key`.
    ///
    /// - Parameters:
    ///   - prefix: The body's bytes before the nonce: a passphrase slot's parameters, nothing in other kinds.
    static func wrapping(
        _ dataKey: DataKey, under key: SlotKey, id: [UInt8], prefix: [UInt8] = [], vaultID: [UInt8],
        epoch: UInt32, nonce: [UInt8] = Sodium.randomBytes(XChaCha20Poly1305.nonceLength)
    ) throws -> KeySlot {
        let placeholder = [UInt8](repeating: 0, count: commitmentLength + wrappedLength)
        var slot = KeySlot(kind: key.kind, id: id, body: prefix + nonce + placeholder)
        let wrap = try WrappingKey(slot: slot, key: key.cell, vaultID: vaultID, epoch: epoch)
        var wrapped = [UInt8](repeating: 0, count: wrappedLength)
        var output = wrapped.mutableSpan
        let context = slot.wrappingContext(epoch: epoch)
        try dataKey.cell.withBytes {
            try XChaCha20Poly1305.seal(
                $0, authenticating: context.span, nonce: nonce.span, using: wrap.key, into: &output, at: 0)
        }
        slot.body = prefix + nonce + wrap.commitment + wrapped
        return slot
    }

    /// The data key, or nil where the slot was made with another key, or was changed: the two look the same.
    func unwrap(with key: SlotKey, vaultID: [UInt8], epoch: UInt32) throws -> DataKey? {
        let wrap = try WrappingKey(slot: self, key: key.cell, vaultID: vaultID, epoch: epoch)
        guard Sodium.areEqual(wrap.commitment.span, commitment.span) else { return nil }
        var dataKey = try SecretBytes(count: DataKey.length)
        let (context, nonce, wrapped) = (wrappingContext(epoch: epoch), Array(nonce), Array(wrapped))
        do {
            try dataKey.withMutableBytes {
                try XChaCha20Poly1305.open(
                    wrapped.span, authenticating: context.span, nonce: nonce.span, using: wrap.key, into: &$0)
            }
        } catch SodiumError.forged {
            return nil
        }
        return DataKey(dataKey)
    }

    private var nonce: ArraySlice<UInt8> {
        body.dropLast(Self.commitmentLength + Self.wrappedLength).suffix(Self.nonceLength)
    }
    private var commitment: [UInt8] { Array(body.dropLast(Self.wrappedLength).suffix(Self.commitmentLength)) }
    private var wrapped: ArraySlice<UInt8> { body.suffix(Self.wrappedLength) }

    /// The slot from its type up to the nonce, and the epoch.
    private func wrappingContext(epoch: UInt32) -> [UInt8] {
        var context = Array(bytes.dropLast(Self.nonceLength + Self.commitmentLength + Self.wrappedLength))
        context.append(littleEndian: epoch)
        return context
    }

    /// A slot's wrapping key, and what commits to it: without the second, one ciphertext could open under two keys.
    private struct WrappingKey: ~Copyable {
        let key: SecretBytes
        let commitment: [UInt8]

        init(slot: KeySlot, key: borrowing SecretBytes, vaultID: [UInt8], epoch: UInt32) throws {
            var input = Array(slot.bytes.dropLast(KeySlot.commitmentLength + KeySlot.wrappedLength))
            input.append(littleEndian: epoch)
            let both = try BLAKE2b.derive(
                input.span, key: key, salt: vaultID.span, personal: "SVT1-slot-wrap01",
                count: XChaCha20Poly1305.keyLength + KeySlot.commitmentLength)
            let commitment = try both.withBytes {
                [UInt8](copying: $0.extracting(XChaCha20Poly1305.keyLength..<both.count))
            }
            self.key = try both.withBytes { try SecretBytes(copying: $0.extracting(0..<XChaCha20Poly1305.keyLength)) }
            self.commitment = commitment
        }
    }
}
