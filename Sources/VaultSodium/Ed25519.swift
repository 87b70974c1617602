internal import CVaultSodium

/// Signatures (<https://doc.libsodium.org/public-key_cryptography/public-key_signatures>).
package enum Ed25519 {
    package static let seedLength = 32
    package static let publicKeyLength = 32
    package static let signatureLength = 64

    /// The pair that a seed gives. The secret key has 64 bytes, of which the public key is the second half.
    @inline(never)
    package static func keyPair(
        of seed: borrowing SecretBytes, _ publicKey: inout [UInt8]
    ) throws(SodiumError) -> SecretBytes {
        try Sodium.ensureReady()
        guard seed.count == seedLength else { throw .invalidArgument }
        let secretKey = try SecretBytes(count: Int(crypto_sign_SECRETKEYBYTES))
        let (output, seed) = (unsafe try secretKey.pointer(), unsafe try seed.pointer())
        defer { sodium_stackzero(StackWipe.deep) }
        publicKey = [UInt8](repeating: 0, count: publicKeyLength)
        var span = publicKey.mutableSpan
        _ = unsafe span.withPointer { unsafe crypto_sign_seed_keypair($0, output, seed) }
        return secretKey
    }

    /// Whether the key is a point that signatures can be checked with: of the curve's large group, written canonically.
    package static func isUsable(_ publicKey: Span<UInt8>) throws(SodiumError) -> Bool {
        try Sodium.ensureReady()
        guard publicKey.count == publicKeyLength else { return false }
        return unsafe publicKey.withPointer {
            unsafe (crypto_core_ed25519_is_valid_point($0) == 1 && isOfLargeGroup($0))
        }
    }

    /// Whether the order of the large group takes the point to the neutral one.
    ///
    /// `crypto_core_ed25519_is_valid_point` should say so, and in a libsodium of before 2025-12-30 also takes the sum of a
    /// point of the large group and the point of order 2 (CVE-2025-69277).
    private static func isOfLargeGroup(_ point: UnsafePointer<UInt8>) -> Bool {
        var product = [UInt8](repeating: 0, count: publicKeyLength)
        var output = product.mutableSpan
        // It says that it failed where the product is the neutral point, which is written all the same.
        let status = unsafe output.withPointer { output in
            unsafe groupOrder.span.withPointer { unsafe crypto_scalarmult_ed25519_noclamp(output, $0, point) }
        }
        return status != 0 && product == [1] + [UInt8](repeating: 0, count: publicKeyLength - 1)
    }

    /// 2²⁵² + 27742317777372353535851937790883648493.
    private static let groupOrder: [UInt8] = [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ]

    /// The signature of a message that is no secret.
    @inline(never)
    package static func sign(
        _ message: Span<UInt8>, with secretKey: borrowing SecretBytes
    ) throws(SodiumError) -> [UInt8] {
        try Sodium.ensureReady()
        guard secretKey.count == Int(crypto_sign_SECRETKEYBYTES) else { throw .invalidArgument }
        let (key, count) = (unsafe try secretKey.pointer(), UInt64(message.count))
        defer { sodium_stackzero(StackWipe.deep) }
        var signature = [UInt8](repeating: 0, count: signatureLength)
        var output = signature.mutableSpan
        unsafe output.withPointer { output in
            _ = unsafe message.withPointer { unsafe crypto_sign_detached(output, nil, $0, count, key) }
        }
        return signature
    }

    /// Whether the holder of the public key's other half signed the message.
    package static func isValid(
        _ signature: Span<UInt8>, of message: Span<UInt8>, by publicKey: Span<UInt8>
    ) throws(SodiumError) -> Bool {
        try Sodium.ensureReady()
        guard signature.count == signatureLength, publicKey.count == publicKeyLength else { return false }
        let count = UInt64(message.count)
        return unsafe signature.withPointer { signature in
            unsafe message.withPointer { message in
                unsafe publicKey.withPointer {
                    unsafe crypto_sign_verify_detached(signature, message, count, $0) == 0
                }
            }
        }
    }
}
