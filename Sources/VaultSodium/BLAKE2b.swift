internal import CVaultSodium

/// BLAKE2b with a key, an output length, a salt and a personalisation of one's choice
/// (<https://doc.libsodium.org/hashing/generic_hashing>).
package enum BLAKE2b {
    package static let saltLength = 16
    package static let personalLength = 16

    /// The unkeyed hash of bytes that are no secret, 1 to 64 bytes long.
    package static func hash(_ input: Span<UInt8>, count: Int) throws(SodiumError) -> [UInt8] {
        try Sodium.ensureReady()
        var digest = [UInt8](repeating: 0, count: count)
        var output = digest.mutableSpan
        unsafe try run(input, nil, 0, &output)
        return digest
    }

    /// The keyed hash, 1 to 64 bytes long.
    @inline(never)
    package static func hash(
        _ input: Span<UInt8>, key: borrowing SecretBytes, count: Int
    ) throws(SodiumError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: count)
        defer { sodium_stackzero(StackWipe.symmetric) }
        var output = digest.mutableSpan
        unsafe try run(input, key.pointer(), key.count, &output)
        return digest
    }

    /// The keyed hash of 8 bytes, read as a little-endian number: the cheapest form of a token.
    @inline(never)
    package static func word(_ input: Span<UInt8>, key: borrowing SecretBytes) throws(SodiumError) -> UInt64 {
        defer { sodium_stackzero(StackWipe.symmetric) }
        var digest: [8 of UInt8] = .init(repeating: 0)
        var output = digest.mutableSpan
        unsafe try run(input, key.pointer(), key.count, &output)
        return (0..<8).reduce(0) { $0 | UInt64(digest[$1]) << (8 * UInt64($1)) }
    }

    /// The keyed hash of a text's UTF-8, 16 bytes long, as 32 hexadecimal digits.
    @inline(never)
    package static func digits(of text: String, key: borrowing SecretBytes) throws(SodiumError) -> String {
        let (key, keyCount) = (unsafe try key.pointer(), key.count)
        defer { sodium_stackzero(StackWipe.symmetric) }
        var text = text
        var digest: [16 of UInt8] = .init(repeating: 0)
        var output = digest.mutableSpan
        let status = text.withUTF8 { text in
            unsafe output.withPointer { output in
                unsafe text.span.withPointer { text_ in
                    unsafe crypto_generichash_blake2b(output, 16, text_, UInt64(text.count), key, keyCount)
                }
            }
        }
        guard status == 0 else { throw .invalidArgument }
        return unsafe String(unsafeUninitializedCapacity: 32) { digits in
            for index in 0..<16 {
                unsafe digits[2 * index] = digit(digest[index] >> 4)
                unsafe digits[2 * index + 1] = digit(digest[index] & 15)
            }
            return 32
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    /// The hash of a secret, itself a secret.
    @inline(never)
    package static func secret(_ input: borrowing SecretBytes, prefix: StaticString) throws -> SecretBytes {
        var message = try SecretBytes(count: prefix.utf8CodeUnitCount + input.count)
        try message.withMutableBytes { message in
            for index in 0..<prefix.utf8CodeUnitCount { message[index] = unsafe prefix.utf8Start[index] }
            try input.withBytes { input in
                for index in input.indices { message[prefix.utf8CodeUnitCount + index] = input[index] }
            }
        }
        var digest = try SecretBytes(count: 32)
        defer { sodium_stackzero(StackWipe.symmetric) }
        try digest.withMutableBytes { output in
            try message.withBytes { unsafe try run($0, nil, 0, &output) }
        }
        return digest
    }

    /// A key made of a key: the keyed hash of `input` in guarded memory.
    @inline(never)
    package static func derive(_ input: Span<UInt8>, key: borrowing SecretBytes, count: Int) throws -> SecretBytes {
        var derived = try SecretBytes(count: count)
        defer { sodium_stackzero(StackWipe.symmetric) }
        try derived.withMutableBytes { try unsafe run(input, key.pointer(), key.count, &$0) }
        return derived
    }

    /// A key made of a key, as ``derive(_:key:count:)``, with a salt and a personalisation of 16 bytes each.
    @inline(never)
    package static func derive(
        _ input: Span<UInt8>, key: borrowing SecretBytes, salt: Span<UInt8>, personal: StaticString, count: Int
    ) throws -> SecretBytes {
        try Sodium.ensureReady()
        guard salt.count == saltLength, personal.utf8CodeUnitCount == personalLength else {
            throw SodiumError.invalidArgument
        }
        let derived = try SecretBytes(count: count)
        let (output, key, keyCount) = (unsafe try derived.pointer(), unsafe try key.pointer(), key.count)
        let inputCount = UInt64(input.count)
        defer { sodium_stackzero(StackWipe.symmetric) }
        let status = unsafe input.withPointer { input in
            unsafe salt.withPointer { salt in
                unsafe crypto_generichash_blake2b_salt_personal(
                    output, count, input, inputCount, key, keyCount, salt,
                    personal.utf8Start)
            }
        }
        guard status == 0 else { throw SodiumError.invalidArgument }
        return derived
    }

    private static func run(
        _ input: Span<UInt8>, _ key: UnsafePointer<UInt8>?, _ keyCount: Int, _ output: inout MutableSpan<UInt8>
    ) throws(SodiumError) {
        guard (1...64).contains(output.count) else { throw .invalidArgument }
        let (count, inputCount) = (output.count, UInt64(input.count))
        let status = unsafe output.withPointer { output in
            unsafe input.withPointer { input in
                unsafe crypto_generichash_blake2b(
                    output, count, input, inputCount, key, keyCount)
            }
        }
        guard status == 0 else { throw .invalidArgument }
    }
}
