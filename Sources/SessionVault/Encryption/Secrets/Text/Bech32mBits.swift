/// Makes bytes of five bits at a time.
struct Bech32mBits {
    private var bits: UInt32 = 0
    private var count = 0
    /// How many bytes were made.
    private(set) var bytes = 0

    mutating func byte(adding value: UInt32) -> UInt8? {
        bits = (bits << 5 | value) & 0xFFF
        count += 5
        guard count >= 8 else { return nil }
        count -= 8
        bytes += 1
        return UInt8(truncatingIfNeeded: bits >> UInt32(count))
    }

    var isRestZero: Bool { bits & (1 << UInt32(count) - 1) == 0 }
}
