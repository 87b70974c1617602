/// Which ids were seen lately, roughly: one that was not can pass for one that was, where they share a bit.
struct SeenIDs {
    /// How many are remembered before all are forgotten.
    static let most = 16_384
    /// 8 KiB, so that at most one in four that were not seen shares a bit; none until the first is seen.
    private var bits: [UInt64] = []
    private var count = 0

    /// Whether it was seen before; from now on it was.
    mutating func insert(_ id: Int64) -> Bool {
        // Fibonacci hashing: ids that follow each other are far apart.
        let bit = Int(truncatingIfNeeded: (UInt64(bitPattern: id) &* 0x9E37_79B9_7F4A_7C15) >> 48)
        let (word, mask) = (bit / 64, 1 << UInt64(bit % 64) as UInt64)
        if !bits.isEmpty, bits[word] & mask != 0 { return true }
        if bits.isEmpty || count == Self.most {
            count = 0
            bits = Array(repeating: 0, count: 4 * Self.most / 64)
        }
        bits[word] |= mask
        count += 1
        return false
    }
}
