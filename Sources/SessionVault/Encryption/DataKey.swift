internal import VaultSodium

/// The 32 random bytes that everything in one epoch of a vault is sealed under, by way of subkeys.
final class DataKey: Sendable {
    static let length = 32

    /// What a subkey is for, by its number.
    enum Purpose: UInt64 {
        case header = 1
        case payload = 2
        case row = 3
        case index = 4
        case exportedPeers = 5
        case ledger = 6
    }

    let cell: SecretBytes

    init(_ cell: consuming SecretBytes) { self.cell = cell }

    static func random() throws -> DataKey { DataKey(try SecretBytes.random(count: length)) }

    func subkey(_ purpose: Purpose) throws -> SecretBytes {
        try Subkey.derive(purpose.rawValue, context: "SVTkdfv1", from: cell)
    }
}
