internal import CVaultSodium

/// The AEAD with a nonce of 24 bytes, long enough to be drawn at random for every message under one key
/// (<https://doc.libsodium.org/secret-key_cryptography/aead/chacha20-poly1305/xchacha20-poly1305_construction>).
package enum XChaCha20Poly1305 {
    package static let keyLength = 32
    package static let nonceLength = 24
    package static let tagLength = 16

    /// Writes the sealed plaintext, which is ``tagLength`` bytes longer, to `output` from `offset` on.
    ///
    /// - Throws: ``SodiumError/invalidArgument`` where a length is not what it has to be.
    @inline(never)
    package static func seal(
        _ plaintext: Span<UInt8>, authenticating associated: Span<UInt8>, nonce: Span<UInt8>,
        using key: borrowing SecretBytes, into output: inout MutableSpan<UInt8>, at offset: Int
    ) throws(SodiumError) {
        try check(nonce, key)
        guard offset >= 0, output.count - offset >= plaintext.count + tagLength else { throw .invalidArgument }
        let key = unsafe try key.pointer()
        let lengths = (plaintext: UInt64(plaintext.count), associated: UInt64(associated.count))
        defer { sodium_stackzero(StackWipe.symmetric) }
        unsafe output.withPointer { output in
            unsafe plaintext.withPointer { plaintext in
                unsafe associated.withPointer { associated in
                    unsafe nonce.withPointer { nonce in
                        // Only an impossible length makes it fail.
                        _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                            output + offset, nil,
                            plaintext, lengths.plaintext,
                            associated, lengths.associated, nil, nonce, key)
                    }
                }
            }
        }
    }

    /// Seals what lies at a place in `bytes`, with the nonce that lies at another one: the ``tagLength`` bytes after it are
    /// the tag's. It needs no second buffer.
    ///
    /// - Throws: ``SodiumError/invalidArgument`` where a length or a place is not what it has to be.
    @inline(never)
    package static func sealInPlace(
        _ plain: Range<Int>, of bytes: inout MutableSpan<UInt8>, nonceAt nonceOffset: Int,
        authenticating associated: Span<UInt8>, using key: borrowing SecretBytes
    ) throws(SodiumError) {
        try Sodium.ensureReady()
        guard key.count == keyLength, nonceOffset >= 0, nonceOffset + nonceLength <= plain.lowerBound,
            plain.upperBound + tagLength <= bytes.count
        else { throw .invalidArgument }
        let key = unsafe try key.pointer()
        let offset = plain.lowerBound
        let lengths = (plain: UInt64(plain.count), associated: UInt64(associated.count))
        defer { sodium_stackzero(StackWipe.symmetric) }
        unsafe bytes.withPointer { bytes in
            unsafe associated.withPointer { associated in
                // Only an impossible length makes it fail.
                _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                    bytes + offset, nil, bytes + offset, lengths.plain,
                    associated, lengths.associated, nil, bytes + nonceOffset, key)
            }
        }
    }

    /// Writes the plaintext, which is ``tagLength`` bytes shorter, to `output`, whose length it has to be.
    ///
    /// - Throws: ``SodiumError/forged`` where anything was changed; `output` is zeros then.
    @inline(never)
    package static func open(
        _ sealed: Span<UInt8>, authenticating associated: Span<UInt8>, nonce: Span<UInt8>,
        using key: borrowing SecretBytes, into output: inout MutableSpan<UInt8>
    ) throws(SodiumError) {
        try check(nonce, key)
        guard sealed.count >= tagLength else { throw .forged }
        guard output.count == sealed.count - tagLength else { throw .invalidArgument }
        let key = unsafe try key.pointer()
        let lengths = (sealed: UInt64(sealed.count), associated: UInt64(associated.count))
        defer { sodium_stackzero(StackWipe.symmetric) }
        let status = unsafe output.withPointer { output in
            unsafe sealed.withPointer { sealed in
                unsafe associated.withPointer { associated in
                    unsafe nonce.withPointer { nonce in
                        unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                            output, nil, nil, sealed, lengths.sealed,
                            associated, lengths.associated, nonce, key)
                    }
                }
            }
        }
        guard status == 0 else { throw .forged }
    }

    /// Opens what lies at a place in `bytes`, with the nonce that lies at another one: the plaintext begins where the
    /// sealed bytes began, and is ``tagLength`` bytes shorter. It needs no second buffer.
    ///
    /// - Throws: ``SodiumError/forged`` where anything was changed; zeros are in the place of the plaintext then.
    @inline(never)
    package static func openInPlace(
        _ sealed: Range<Int>, of bytes: inout MutableSpan<UInt8>, nonceAt nonceOffset: Int,
        authenticating associated: Span<UInt8>, using key: borrowing SecretBytes
    ) throws(SodiumError) {
        try Sodium.ensureReady()
        guard key.count == keyLength, nonceOffset >= 0, nonceOffset + nonceLength <= sealed.lowerBound,
            sealed.upperBound <= bytes.count
        else { throw .invalidArgument }
        guard sealed.count >= tagLength else { throw .forged }
        let key = unsafe try key.pointer()
        let offset = sealed.lowerBound
        let lengths = (sealed: UInt64(sealed.count), associated: UInt64(associated.count))
        defer { sodium_stackzero(StackWipe.symmetric) }
        let status = unsafe bytes.withPointer { bytes in
            unsafe associated.withPointer { associated in
                unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                    bytes + offset, nil, nil, bytes + offset, lengths.sealed,
                    associated, lengths.associated, bytes + nonceOffset, key)
            }
        }
        guard status == 0 else { throw .forged }
    }

    private static func check(_ nonce: Span<UInt8>, _ key: borrowing SecretBytes) throws(SodiumError) {
        try Sodium.ensureReady()
        guard nonce.count == nonceLength, key.count == keyLength else { throw .invalidArgument }
    }
}
