internal import VaultSodium

/// The key `P` that a slot's wrapping key is made of: 32 bytes from a passphrase, a raw key, a root key, or a recovery
/// code.
final class SlotKey: Sendable {
    /// The length of a keyring's root.
    static let rootLength = 32

    let kind: KeySlot.Kind
    let cell: SecretBytes

    init(kind: KeySlot.Kind, cell: consuming SecretBytes) {
        self.kind = kind
        self.cell = cell
    }

    /// The key of a recovery-code slot, from the code's 16 bytes.
    convenience init(recoveryCode: borrowing SecretBytes) throws {
        self.init(kind: .recoveryCode, cell: try BLAKE2b.secret(recoveryCode, prefix: "SVT1recovery"))
    }

    /// The key of a passphrase slot: Argon2id, off the threads that tasks run on.
    ///
    /// - Throws: ``VaultError/notEnoughMemory(needs:has:)``, `CancellationError`.
    static func derive(from passphrase: Passphrase, salt: [UInt8], cost: KeyDerivation) async throws -> SlotKey {
        try await DerivationThread.run(memory: cost.memory) {
            let cell = try Argon2id.derive(passphrase.cell, salt: salt.span, passes: cost.passes, memory: cost.memory)
            return SlotKey(kind: .passphrase, cell: cell)
        }
    }
}
