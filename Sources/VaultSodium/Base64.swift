internal import CVaultSodium

/// Standard base64 with its padding (RFC 4648, section 4), in the one form that an encoder writes
/// (<https://doc.libsodium.org/helpers>).
package enum Base64 {
    /// The text of bytes that are no secret.
    package static func text(_ bytes: Span<UInt8>) -> String {
        let capacity = sodium_base64_encoded_len(bytes.count, sodium_base64_VARIANT_ORIGINAL)
        // The last byte is C's end of the text.
        var text = unsafe [CChar](unsafeUninitializedCapacity: capacity) { buffer, count in
            if let base = buffer.baseAddress {
                _ = unsafe bytes.withPointer {
                    unsafe sodium_bin2base64(base, capacity, $0, bytes.count, sodium_base64_VARIANT_ORIGINAL)
                }
            }
            count = capacity
        }
        text.removeLast()
        return String(decoding: text.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The bytes that the text carries, which are no secret; nil where it is no such text.
    package static func bytes(_ text: Span<UInt8>) -> [UInt8]? {
        let capacity = text.count / 4 * 3
        var isWhole = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            guard let base = buffer.baseAddress else {
                isWhole = text.isEmpty
                return
            }
            unsafe text.withUnsafeBytes { text in
                let text = unsafe text.bindMemory(to: CChar.self)
                isWhole =
                    unsafe sodium_base642bin(
                        base, capacity, text.baseAddress, text.count, nil, &count, nil, sodium_base64_VARIANT_ORIGINAL)
                    == 0
            }
        }
        return isWhole ? bytes : nil
    }
}
