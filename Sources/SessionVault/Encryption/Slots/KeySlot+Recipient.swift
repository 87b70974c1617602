internal import VaultSodium

/// A recipient's slot: a sealed box of `"SVTR" 01 || vault id || epoch || data key`.
extension KeySlot {
    private static let label = Array("SVTR".utf8) + [1]

    private static func prefix(vaultID: [UInt8], epoch: UInt32) -> [UInt8] {
        var prefix = label + vaultID
        prefix.append(littleEndian: epoch)
        return prefix
    }

    /// A slot that gives `dataKey` to the holder of the recipient's identity.
    static func sealing(
        _ dataKey: DataKey, to recipient: Recipient, id: [UInt8], vaultID: [UInt8], epoch: UInt32
    ) throws -> KeySlot {
        let prefix = prefix(vaultID: vaultID, epoch: epoch)
        var message = try SecretBytes(count: prefix.count + DataKey.length)
        try message.withMutableBytes { message in
            var writer = ByteWriter()
            writer.write(prefix.span, into: &message)
            try dataKey.cell.withBytes { writer.write($0, into: &message) }
        }
        return KeySlot(kind: .recipient, id: id, body: try SealedBox.seal(message, to: recipient.publicKey.span))
    }

    /// The data key, or nil where the box is another recipient's, another vault's, of another epoch, or was changed.
    func unseal(with identity: Identity, vaultID: [UInt8], epoch: UInt32) throws -> DataKey? {
        let message: SecretBytes
        do {
            message = try identity.open(body.span)
        } catch SodiumError.forged {
            return nil
        }
        let prefix = Self.prefix(vaultID: vaultID, epoch: epoch)
        return try message.withBytes { message in
            guard message.count == prefix.count + DataKey.length, message.starts(with: prefix) else { return nil }
            return DataKey(try SecretBytes(copying: message.extracting(prefix.count..<message.count)))
        }
    }
}
