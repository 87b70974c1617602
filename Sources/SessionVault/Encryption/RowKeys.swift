internal import VaultSodium

/// The keys of one epoch's rows: one that seals them, and one for each kind of token.
final class RowKeys: Sendable {
    let vaultID: [UInt8]
    let epoch: UInt32
    /// What every row is bound to: `"SVT1row" || vault id || epoch`, and room for table and token.
    let context: [36 of UInt8]
    let row: SecretBytes
    let id: SecretBytes
    let username: SecretBytes
    let phone: SecretBytes
    let state: SecretBytes
    /// Peers that they opened; see ``EncryptedStorage/keepsOpenedRows``.
    let opened = OpenedRows()

    init(_ dataKey: DataKey, vaultID: [UInt8], epoch: UInt32) throws {
        let index = try dataKey.subkey(.index)
        self.vaultID = vaultID
        self.epoch = epoch
        var context = Array("SVT1row".utf8) + vaultID
        context.append(littleEndian: epoch)
        self.context = .init { $0 < context.count ? context[$0] : 0 }
        row = try dataKey.subkey(.row)
        id = try BLAKE2b.derive(Array("id".utf8).span, key: index, count: 32)
        username = try BLAKE2b.derive(Array("username".utf8).span, key: index, count: 32)
        phone = try BLAKE2b.derive(Array("phone".utf8).span, key: index, count: 32)
        state = try BLAKE2b.derive(Array("state".utf8).span, key: index, count: 32)
    }
}
