internal import CVaultSodium

/// SHA-1 of an auth key, for the key's id and nothing else (FIPS 180-4).
///
/// MTProto fixes the function. libsodium has none, and a library with one would leave the key in memory that it does not
/// wipe; here the stack that the schedule was on is wiped, as after a call of libsodium's.
package enum SHA1 {
    /// The digest's five words.
    package static func digest(of bytes: Span<UInt8>) -> [5 of UInt32] {
        defer { sodium_stackzero(StackWipe.symmetric) }
        return run(bytes)
    }

    /// Never inlined, so that everything it knows lies below the frame that wipes.
    @inline(never)
    private static func run(_ bytes: Span<UInt8>) -> [5 of UInt32] {
        var state: [5 of UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        var words: [16 of UInt32] = .init(repeating: 0)
        let whole = bytes.count / 64
        for block in 0..<whole {
            for word in 0..<16 {
                let place = block * 64 + word * 4
                words[word] =
                    UInt32(bytes[place]) << 24 | UInt32(bytes[place + 1]) << 16 | UInt32(bytes[place + 2]) << 8
                    | UInt32(bytes[place + 3])
            }
            compress(&words, into: &state)
        }
        // What is left, a bit that is set, zeros, and the length in bits: one block more, or two.
        let length = UInt64(bytes.count) * 8
        let blocks = (bytes.count + 9 + 63) / 64
        for block in whole..<blocks {
            for word in 0..<16 {
                var value: UInt32 = 0
                for index in (block * 64 + word * 4)..<(block * 64 + word * 4 + 4) {
                    let byte: UInt8 = index < bytes.count ? bytes[index] : index == bytes.count ? 0x80 : 0
                    value = value << 8 | UInt32(byte)
                }
                words[word] = value
            }
            if block == blocks - 1 {
                words[14] = UInt32(truncatingIfNeeded: length >> 32)
                words[15] = UInt32(truncatingIfNeeded: length)
            }
            compress(&words, into: &state)
        }
        return state
    }

    /// The schedule's sixteen words are replaced each once it has been used.
    @inline(__always)
    private static func compress(_ words: inout [16 of UInt32], into state: inout [5 of UInt32]) {
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        func next(_ mix: UInt32, _ constant: UInt32, _ word: UInt32) {
            (a, b, c, d, e) = (rotate(a, 5) &+ mix &+ e &+ constant &+ word, a, rotate(b, 30), c, d)
        }
        func mixed(_ round: Int) -> UInt32 {
            let word = rotate(
                words[(round + 13) & 15] ^ words[(round + 8) & 15] ^ words[(round + 2) & 15] ^ words[round & 15], 1)
            words[round & 15] = word
            return word
        }
        for round in 0..<16 { next(b & c | ~b & d, 0x5A82_7999, words[round]) }
        for round in 16..<20 { next(b & c | ~b & d, 0x5A82_7999, mixed(round)) }
        for round in 20..<40 { next(b ^ c ^ d, 0x6ED9_EBA1, mixed(round)) }
        for round in 40..<60 { next(b & c | b & d | c & d, 0x8F1B_BCDC, mixed(round)) }
        for round in 60..<80 { next(b ^ c ^ d, 0xCA62_C1D6, mixed(round)) }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
    }

    @inline(__always)
    private static func rotate(_ word: UInt32, _ by: UInt32) -> UInt32 { word << by | word >> (32 - by) }
}
