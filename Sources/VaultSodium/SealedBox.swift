internal import CVaultSodium

/// libsodium's anonymous public-key box over X25519: anyone can seal, the holder of the secret key opens
/// (<https://doc.libsodium.org/public-key_cryptography/sealed_boxes>).
package enum SealedBox {
    package static let keyLength = 32
    /// How much longer a box is than what is in it.
    package static let overhead = 48

    /// The public key of a secret key.
    @inline(never)
    package static func publicKey(of secret: borrowing SecretBytes) throws(SodiumError) -> [UInt8] {
        try Sodium.ensureReady()
        guard secret.count == keyLength else { throw .invalidArgument }
        let secret = unsafe try secret.pointer()
        defer { sodium_stackzero(StackWipe.deep) }
        var publicKey = [UInt8](repeating: 0, count: keyLength)
        var output = publicKey.mutableSpan
        _ = unsafe output.withPointer { unsafe crypto_scalarmult_base($0, secret) }
        return publicKey
    }

    /// Whether a box can be sealed to the key: it is written in its one form, since another's box its holder cannot open,
    /// and it is not one of the few points of small order, to which every box would have the same key.
    package static func isUsable(_ publicKey: Span<UInt8>) throws(SodiumError) -> Bool {
        try Sodium.ensureReady()
        guard publicKey.count == keyLength, isCanonical(publicKey) else { return false }
        // Any scalar will do: all are multiples of the small orders.
        let scalar = [UInt8](repeating: 1, count: keyLength)
        var shared = [UInt8](repeating: 0, count: keyLength)
        var output = shared.mutableSpan
        return unsafe output.withPointer { shared in
            unsafe scalar.span.withPointer { scalar in
                unsafe publicKey.withPointer { unsafe crypto_scalarmult(shared, scalar, $0) == 0 }
            }
        }
    }

    /// Whether a little-endian number is below 2²⁵⁵ − 19.
    private static func isCanonical(_ key: Span<UInt8>) -> Bool {
        if key[31] < 0x7F { return true }
        return key[31] == 0x7F && (key[0] < 0xED || (1..<31).contains { key[$0] != 0xFF })
    }

    /// A box of the secret's bytes that the holder of the public key's other half opens.
    ///
    /// - Throws: ``SodiumError/invalidArgument`` where the public key is none, one of small order included.
    @inline(never)
    package static func seal(_ secret: borrowing SecretBytes, to publicKey: Span<UInt8>) throws(SodiumError) -> [UInt8]
    {
        try Sodium.ensureReady()
        guard publicKey.count == keyLength else { throw .invalidArgument }
        let (message, count) = (unsafe try secret.pointer(), secret.count)
        defer { sodium_stackzero(StackWipe.deep) }
        var box = [UInt8](repeating: 0, count: count + overhead)
        var output = box.mutableSpan
        let status = unsafe output.withPointer { box in
            unsafe publicKey.withPointer {
                unsafe crypto_box_seal(box, message, UInt64(count), $0)
            }
        }
        guard status == 0 else { throw .invalidArgument }
        return box
    }

    /// What is in a box.
    ///
    /// - Parameter publicKey: That of the secret key, which would take as long as a third of the opening to find again.
    /// - Throws: ``SodiumError/forged`` where the box is another's or was changed.
    @inline(never)
    package static func open(
        _ box: Span<UInt8>, of publicKey: Span<UInt8>, using secret: borrowing SecretBytes
    ) throws(SodiumError) -> SecretBytes {
        try Sodium.ensureReady()
        guard publicKey.count == keyLength, secret.count == keyLength else { throw .invalidArgument }
        guard box.count >= overhead else { throw .forged }
        let message = try SecretBytes(count: box.count - overhead)
        let (output, key) = (unsafe try message.pointer(), unsafe try secret.pointer())
        let count = UInt64(box.count)
        defer { sodium_stackzero(StackWipe.deep) }
        let status = unsafe box.withPointer { box in
            unsafe publicKey.withPointer { unsafe crypto_box_seal_open(output, box, count, $0, key) }
        }
        guard status == 0 else { throw .forged }
        return message
    }
}
