internal import CVaultSodium

/// The unkeyed BLAKE2b-256 of bytes that come in pieces and are no secret
/// (<https://doc.libsodium.org/hashing/generic_hashing>).
@safe package struct BLAKE2bStream: ~Copyable {
    package static let length = 32

    private let memory: UnsafeMutableRawPointer
    /// Swift knows no type that is packed as this one.
    private var state: OpaquePointer { unsafe OpaquePointer(memory) }

    package init() throws(SodiumError) {
        try Sodium.ensureReady()
        // The type's own alignment is of 64 bytes.
        unsafe memory = UnsafeMutableRawPointer.allocate(
            byteCount: crypto_generichash_blake2b_statebytes(), alignment: 64)
        _ = unsafe crypto_generichash_blake2b_init(state, nil, 0, Self.length)
    }

    deinit { unsafe memory.deallocate() }

    /// Takes in the next piece.
    package mutating func add(_ bytes: Span<UInt8>) {
        let count = UInt64(bytes.count)
        _ = unsafe bytes.withPointer { unsafe crypto_generichash_blake2b_update(state, $0, count) }
    }

    /// The hash of all pieces, once: it takes in no more.
    package mutating func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.length)
        var output = digest.mutableSpan
        _ = unsafe output.withPointer { unsafe crypto_generichash_blake2b_final(state, $0, Self.length) }
        return digest
    }
}
