internal import CVaultSodium

/// Argon2id version 1.3 with one lane (RFC 9106, <https://doc.libsodium.org/password_hashing>).
///
/// It runs on the calling thread for 0.1 to several seconds and takes its memory from the system, unlocked; the caller
/// bounds both, and keeps it off threads that others wait for.
package enum Argon2id {
    package static let saltLength = 16

    /// A key of 32 bytes.
    ///
    /// - Parameters:
    ///   - passes: How often the memory is gone over, at least 1.
    ///   - memory: In bytes, at least 8,192.
    /// - Throws: ``SodiumError/outOfMemory(bytes:)``, ``SodiumError/invalidArgument``.
    @inline(never)
    package static func derive(
        _ passphrase: borrowing SecretBytes, salt: Span<UInt8>, passes: Int, memory: Int
    ) throws(SodiumError) -> SecretBytes {
        try Sodium.ensureReady()
        guard salt.count == saltLength, passes >= 1, passes <= crypto_pwhash_argon2id_opslimit_max(),
            memory >= crypto_pwhash_argon2id_memlimit_min(), memory <= crypto_pwhash_argon2id_memlimit_max()
        else { throw .invalidArgument }
        let key = try SecretBytes(count: 32)
        let (output, input, inputCount) = (unsafe try key.pointer(), unsafe try passphrase.pointer(), passphrase.count)
        defer { sodium_stackzero(StackWipe.deep) }
        let status = unsafe salt.withPointer { salt in
            unsafe input.withMemoryRebound(to: CChar.self, capacity: inputCount) { input in
                unsafe crypto_pwhash(
                    output, 32, input, UInt64(inputCount), salt, UInt64(passes), memory,
                    crypto_pwhash_alg_argon2id13())
            }
        }
        // With every argument in its range, only memory that was not to be had makes it fail.
        guard status == 0 else { throw .outOfMemory(bytes: memory) }
        return key
    }
}
