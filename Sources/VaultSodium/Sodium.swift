internal import CVaultSodium

/// The library itself: initialised once, before the first of any other call.
package enum Sodium {
    private static let isReady = sodium_init() >= 0

    /// Makes sure that libsodium chose its implementations and opened its random source.
    ///
    /// - Throws: ``SodiumError/unavailable``.
    @inline(__always)
    package static func ensureReady() throws(SodiumError) {
        guard isReady else { throw .unavailable }
    }

    /// The library's version, such as `1.0.20`.
    package static var version: String { unsafe String(cString: sodium_version_string()) }

    /// Fills an array with `count` bytes of the system's random source.
    package static func randomBytes(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let base = buffer.baseAddress { unsafe randombytes_buf(base, count) }
            initialized = count
        }
    }

    /// Overwrites bytes with zeros, which the compiler does not leave out.
    package static func wipe(_ bytes: inout MutableSpan<UInt8>) {
        let count = bytes.count
        unsafe bytes.withPointer { unsafe sodium_memzero($0, count) }
    }

    /// Whether two sequences of bytes are the same, in a time that depends on their lengths only.
    package static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                unsafe sodium_memcmp(left.baseAddress, right.baseAddress, right.count) == 0
            }
        }
    }
}
