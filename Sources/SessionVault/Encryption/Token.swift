internal import VaultSodium

/// Keyed hashes that stand in an engine's columns for what a row is looked up by.
///
/// Equal values have equal tokens within an epoch of a vault, and nothing else can be told from them.
extension RowKeys {
    /// What stands for a peer's id.
    func token(peer id: Int64) throws -> Int64 { try number(id, self.id) }

    /// What stands for an update state's id.
    func token(state id: Int64) throws -> Int64 { try number(id, state) }

    /// What stands for a username: 32 hexadecimal digits. Nil for an empty one.
    func token(username: String) throws -> String? {
        try text(CanonicalForm.username(username), self.username)
    }

    /// What stands for a phone number: 32 hexadecimal digits. Nil for one without a digit.
    func token(phoneNumber: String) throws -> String? {
        try text(CanonicalForm.phoneNumber(phoneNumber), phone)
    }

    private func number(_ value: Int64, _ key: borrowing SecretBytes) throws -> Int64 {
        let bytes: [8 of UInt8] = .init { UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) }
        return Int64(bitPattern: try BLAKE2b.word(bytes.span, key: key))
    }

    private func text(_ value: String?, _ key: borrowing SecretBytes) throws -> String? {
        guard let value else { return nil }
        return try BLAKE2b.digits(of: value, key: key)
    }
}
