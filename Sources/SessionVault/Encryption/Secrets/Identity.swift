internal import VaultSodium

/// An X25519 key pair: opens what was sealed to its ``recipient``.
///
/// The secret key sits in guarded memory and is wiped when the last reference goes. There is no forward secrecy: who
/// steals it opens everything that was ever sealed to its recipient.
public final class Identity: Sendable {
    /// The length of the secret key in bytes.
    public static let length = 32

    /// The public half, to give away.
    public let recipient: Recipient

    let cell: SecretBytes

    init(owning cell: consuming SecretBytes) throws {
        guard cell.count == Self.length else { throw VaultError.invalidSecret(.identity) }
        recipient = Recipient(trusted: try VaultError.mapping { try SealedBox.publicKey(of: cell) })
        self.cell = cell
    }

    /// A new random key pair.
    ///
    /// - Throws: ``VaultError/notEnoughMemory(needs:has:)`` where there is no guarded memory left.
    public static func generate() throws -> Identity {
        try Identity(owning: try VaultError.mapping { try SecretBytes.random(count: length) })
    }

    /// The pair of the 32 bytes of a secret key, copied into guarded memory. The caller's own bytes are the caller's to
    /// wipe.
    ///
    /// - Throws: ``VaultError/invalidSecret(_:)`` where there are more or fewer.
    public convenience init(secretKey bytes: Span<UInt8>) throws {
        guard bytes.count == Self.length else { throw VaultError.invalidSecret(.identity) }
        try self.init(owning: try VaultError.mapping { try SecretBytes(copying: bytes) })
    }

    /// What is in a box that was sealed to its recipient.
    ///
    /// - Throws: ``SodiumError/forged`` where the box is another's or was changed.
    func open(_ box: Span<UInt8>) throws(SodiumError) -> SecretBytes {
        let publicKey = recipient.publicKey
        return try SealedBox.open(box, of: publicKey.span, using: cell)
    }
}

extension Identity: CustomStringConvertible, CustomReflectable {
    /// Says that it is an identity, and nothing about its secret key.
    public var description: String { "identity" }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
