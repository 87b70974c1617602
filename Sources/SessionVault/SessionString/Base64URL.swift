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
        let groups = bytes.count / 6
        for group in 0..<groups {
            let part = bytes.extracting(group * 6..<group * 6 + 6)
            var bits: UInt64 = 0
            for index in 0..<6 { bits = bits << 8 | UInt64(part[index]) }
            let characters = Lanes.characters(Lanes.spread(bits))
            for lane in 0..<8 {
                text[group * 8 + lane] = UInt8(truncatingIfNeeded: characters >> UInt64(8 * lane))
            }
        }
        var bits: UInt32 = 0
        var bitCount = 0
        var end = groups * 8
        for index in (groups * 6)..<bytes.count {
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
        let groups = text.count / 8
        for group in 0..<groups {
            let part = text.extracting(group * 8..<group * 8 + 8)
            var characters: UInt64 = 0
            for lane in 0..<8 { characters |= UInt64(part[lane]) << UInt64(8 * lane) }
            guard let values = Lanes.values(characters) else {
                throw .character(at: (group * 8..<group * 8 + 8).first { value(text[$0]) < 0 } ?? group * 8)
            }
            let bits = Lanes.gather(values)
            for index in 0..<6 {
                bytes[group * 6 + index] = UInt8(truncatingIfNeeded: bits >> UInt64(40 - 8 * index))
            }
        }
        var (bits, bitCount, end): (Int32, Int32, Int) = (0, 0, groups * 6)
        for index in (groups * 8)..<text.count {
            let value = value(text[index])
            guard value >= 0 else { throw .character(at: index) }
            bits = (bits & 0xFF) << 6 | value
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

/// Eight characters at a time, each in a byte of one number. What is summed is right in each byte at the end, so what is
/// carried from one to the next on the way does not matter.
private enum Lanes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The 48 bits of eight values, the first one highest: those of two beside each other are joined, then of four, then
    /// of all.
    static func gather(_ values: UInt64) -> UInt64 {
        let pairs = (values & 0x003F_003F_003F_003F) << 6 | values >> 8 & 0x003F_003F_003F_003F
        let fours = (pairs & 0x0000_0FFF_0000_0FFF) << 12 | pairs >> 16 & 0x0000_0FFF_0000_0FFF
        return (fours & 0x00FF_FFFF) << 24 | fours >> 32
    }

    /// Eight values of 48 bits: the way of ``gather(_:)`` back.
    static func spread(_ bits: UInt64) -> UInt64 {
        let fours = bits >> 24 | (bits & 0x00FF_FFFF) << 32
        let pairs = fours >> 12 & 0x0000_0FFF_0000_0FFF | (fours & 0x0000_0FFF_0000_0FFF) << 16
        return pairs >> 6 & 0x003F_003F_003F_003F | (pairs & 0x003F_003F_003F_003F) << 8
    }

    /// 1 in each byte, of those below 128, that is as large as `limit`.
    private static func reach(_ limit: UInt64, _ lanes: UInt64) -> UInt64 {
        (lanes &+ (128 - limit) &* ones) >> 7 & ones
    }

    /// 0 to 63 in each as its character.
    static func characters(_ values: UInt64) -> UInt64 {
        values &+ 65 &* ones &+ 6 &* reach(26, values) &- 75 &* reach(52, values) &- 13 &* reach(62, values)
            &+ 49 &* reach(63, values)
    }

    /// Each character as 0 to 63; nil where one is none of the alphabet.
    @inline(__always)
    static func values(_ characters: UInt64) -> UInt64? {
        guard characters & (128 &* ones) == 0 else { return nil }
        func are(_ first: UInt64, _ last: UInt64) -> UInt64 {
            reach(first, characters) &- reach(last + 1, characters)
        }
        let (upper, lower, digits) = (are(65, 90), are(97, 122), are(48, 57))
        let (minus, underscore) = (are(45, 45), are(95, 95))
        guard upper | lower | digits | minus | underscore == ones else { return nil }
        return characters & (255 &* (upper | lower | digits)) &- 65 &* upper &- 71 &* lower &+ 4 &* digits
            &+ 62 &* minus &+ 63 &* underscore
    }
}
