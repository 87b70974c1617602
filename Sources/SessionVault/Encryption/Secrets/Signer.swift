internal import VaultSodium

/// The public half of a ``SigningIdentity``: whoever has it can tell what its holder signed.
///
/// It is an Ed25519 public key of 32 bytes.
public struct Signer: Sendable, Hashable {
    /// The length of the key in bytes.
    public static let length = 32

    /// The Ed25519 public key.
    public let publicKey: [UInt8]

    /// A signer from the 32 bytes of its key.
    ///
    /// - Throws: ``VaultError/invalidSigner`` where there are more or fewer, or where they are no point of the curve's
    ///   large group, written in its one form.
    public init(publicKey: [UInt8]) throws {
        guard try VaultError.mapping({ try Ed25519.isUsable(publicKey.span) }) else { throw VaultError.invalidSigner }
        self.publicKey = publicKey
    }

    /// The public half of a secret key that is known to be one.
    init(trusted publicKey: [UInt8]) { self.publicKey = publicKey }

    /// Whether its holder signed the message.
    func hasSigned(_ message: [UInt8], _ signature: [UInt8]) throws -> Bool {
        try VaultError.mapping { try Ed25519.isValid(signature.span, of: message.span, by: publicKey.span) }
    }
}
