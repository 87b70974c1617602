internal import VaultSodium

/// The public half of an ``Identity``: whoever has it can seal to it, and nothing can be opened with it.
///
/// It is an X25519 public key of 32 bytes.
public struct Recipient: Sendable, Hashable {
    /// The length of the key in bytes.
    public static let length = 32

    /// The X25519 public key.
    public let publicKey: [UInt8]

    /// A recipient from the 32 bytes of its key.
    ///
    /// - Throws: ``VaultError/invalidRecipient`` where there are more or fewer, or where they are a point of small
    ///   order, to which anybody's box would have the same key.
    public init(publicKey: [UInt8]) throws {
        guard publicKey.count == Self.length, try VaultError.mapping({ try SealedBox.isUsable(publicKey.span) }) else {
            throw VaultError.invalidRecipient
        }
        self.publicKey = publicKey
    }

    /// The public half of a secret key that is known to be one.
    init(trusted publicKey: [UInt8]) { self.publicKey = publicKey }
}
