/// Reads little-endian values one after the other, and never past the end.
///
/// The bytes are handed to each call, because they may be lent from guarded memory.
struct ByteReader {
    private(set) var offset: Int
    private let end: Int
    private let failure: VaultError

    /// - Parameter failure: What is thrown where the bytes do not suffice.
    init(from offset: Int = 0, to end: Int, orThrow failure: VaultError) {
        self.offset = offset
        self.end = end
        self.failure = failure
    }

    var remaining: Int { end - offset }

    mutating func integer<Value: FixedWidthInteger>(
        _: Value.Type, in bytes: Span<UInt8>
    ) throws(VaultError) -> Value {
        // Of a length that is known to the compiler, which makes one load of it.
        let part = bytes.extracting(try take(MemoryLayout<Value>.size))
        var value: Value = 0
        for index in 0..<MemoryLayout<Value>.size {
            value |= Value(truncatingIfNeeded: part[index]) &<< Value(truncatingIfNeeded: 8 &* index)
        }
        return value
    }

    mutating func array(_ count: Int, in bytes: Span<UInt8>) throws(VaultError) -> [UInt8] {
        [UInt8](copying: bytes.extracting(try take(count)))
    }

    /// Steps over `count` bytes and says where they are.
    mutating func take(_ count: Int) throws(VaultError) -> Range<Int> {
        guard count >= 0, count <= remaining else { throw failure }
        offset += count
        return (offset - count)..<offset
    }
}
