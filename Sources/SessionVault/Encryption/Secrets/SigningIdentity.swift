internal import VaultSodium

/// An Ed25519 key pair: signs exports, so that who receives one can tell whom it is from.
///
/// The secret key sits in guarded memory and is wiped when the last reference goes.
public final class SigningIdentity: Sendable {
    /// The length of the seed in bytes, which is what is kept of it (RFC 8032's private key).
    public static let length = 32

    /// The public half, to give away.
    public let signer: Signer

    let seed: SecretBytes
    private let secretKey: SecretBytes

    init(owning seed: consuming SecretBytes) throws {
        guard seed.count == Self.length else { throw VaultError.invalidSecret(.signingIdentity) }
        var publicKey: [UInt8] = []
        do {
            secretKey = try Ed25519.keyPair(of: seed, &publicKey)
        } catch {
            throw VaultError(error)
        }
        self.seed = seed
        signer = Signer(trusted: publicKey)
    }

    /// A new random key pair.
    ///
    /// - Throws: ``VaultError/notEnoughMemory(needs:has:)`` where there is no guarded memory left.
    public static func generate() throws -> SigningIdentity {
        try SigningIdentity(owning: try VaultError.mapping { try SecretBytes.random(count: length) })
    }

    /// The pair of the 32 bytes of a seed, copied into guarded memory. The caller's own bytes are the caller's to wipe.
    ///
    /// - Throws: ``VaultError/invalidSecret(_:)`` where there are more or fewer.
    public convenience init(seed bytes: Span<UInt8>) throws {
        guard bytes.count == Self.length else { throw VaultError.invalidSecret(.signingIdentity) }
        try self.init(owning: try VaultError.mapping { try SecretBytes(copying: bytes) })
    }

    /// The signature of a message that is no secret.
    func sign(_ message: [UInt8]) throws -> [UInt8] {
        try VaultError.mapping { try Ed25519.sign(message.span, with: secretKey) }
    }
}

extension SigningIdentity: CustomStringConvertible, CustomReflectable {
    /// Says that it is a signing identity, and nothing about its secret key.
    public var description: String { "signing identity" }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
