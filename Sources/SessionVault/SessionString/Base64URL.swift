/// Base64 with the URL-safe alphabet and without padding (RFC 4648, section 5), canonical only.
///
/// What it carries is a key, so letters are found by arithmetic and not in a table, whose cache lines would tell them
/// (Pornin's and Thomas' way, as in libsodium). That a character is none of the alphabet may show, and where.
enum Base64URL {
    /// Why text is not canonical.
    enum Flaw: Error, Equatable {
        /// No number of bytes has this many characters.
        case length
        /// A character is none of the alphabet, counted from 0.
        case character(at: Int)
        /// The last character has bits set that belong to no byte.
        case trailingBits
    }

    static func encodedCount(_ bytes: Int) -> Int { bytes / 3 * 4 + [0, 2, 3][bytes % 3] }

    /// - Throws: ``Flaw/length``.
    static func decodedCount(_ characters: Int) throws(Flaw) -> Int {
        guard characters % 4 != 1 else { throw .length }
        return characters / 4 * 3 + [0, 0, 1, 2][characters % 4]
    }

    /// Writes the characters of `bytes`; `text` has room for exactly those.
    static func encode(_ bytes: Span<UInt8>, into text: inout MutableSpan<UInt8>) {
        var bits: UInt32 = 0
        var bitCount = 0
        var end = 0
        for index in bytes.indices {
            bits = bits << 8 | UInt32(bytes[index])
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text[end] = character(bits >> UInt32(bitCount) & 63)
                end += 1
            }
        }
        if bitCount > 0 { text[end] = character(bits << UInt32(6 - bitCount) & 63) }
    }

    /// Writes the bytes of `text`; `bytes` has room for exactly those. After an error it holds some of them.
    static func decode(_ text: Span<UInt8>, into bytes: inout MutableSpan<UInt8>) throws(Flaw) {
        guard try decodedCount(text.count) == bytes.count else { throw .length }
        let groups = text.count / 4
        for group in 0..<groups {
            let place = group * 4
            let (a, b) = (value(text[place]), value(text[place + 1]))
            let (c, d) = (value(text[place + 2]), value(text[place + 3]))
            guard a | b | c | d >= 0 else { throw .character(at: place + ([a, b, c].firstIndex { $0 < 0 } ?? 3)) }
            let bits = a << 18 | b << 12 | c << 6 | d
            bytes[group * 3] = UInt8(truncatingIfNeeded: bits >> 16)
            bytes[group * 3 + 1] = UInt8(truncatingIfNeeded: bits >> 8)
            bytes[group * 3 + 2] = UInt8(truncatingIfNeeded: bits)
        }
        var (bits, bitCount, end): (Int32, Int32, Int) = (0, 0, groups * 3)
        for index in (groups * 4)..<text.count {
            let value = value(text[index])
            guard value >= 0 else { throw .character(at: index) }
            bits = bits << 6 | value
            bitCount += 6
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            bytes[end] = UInt8(truncatingIfNeeded: bits >> bitCount)
            end += 1
        }
        guard bits & (1 << bitCount - 1) == 0 else { throw .trailingBits }
    }

    /// 0 to 63 as a character. Each line adds the step to the next range where the value lies beyond the last.
    private static func character(_ value: UInt32) -> UInt8 {
        let value = Int32(value)
        var character = value + 65
        character += (25 - value) >> 8 & 6
        character -= (51 - value) >> 8 & 75
        character -= (61 - value) >> 8 & 13
        character += (62 - value) >> 8 & 49
        return UInt8(truncatingIfNeeded: character)
    }

    /// A character as 0 to 63, or -1. Each line adds something only where the character lies in its range.
    private static func value(_ character: UInt8) -> Int32 {
        let character = Int32(character)
        var value: Int32 = -1
        value += ((64 - character) & (character - 91)) >> 8 & (character - 64)
        value += ((96 - character) & (character - 123)) >> 8 & (character - 70)
        value += ((47 - character) & (character - 58)) >> 8 & (character + 5)
        value += ((44 - character) & (character - 46)) >> 8 & 63
        value += ((94 - character) & (character - 96)) >> 8 & 64
        return value
    }
}
