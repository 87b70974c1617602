/// Finds many byte patterns in one pass over a text.
///
/// The first eight bytes of a pattern, or four where it has no eight, lead to it through a hash and a bit map that
/// rules nearly every place out; the few patterns that are shorter are tried one after the other. ASCII letters are
/// compared without regard to case. A pattern may also be a part of a key that stays where it is: the index keeps no
/// byte of it, and compares in place.
struct PatternIndex {
    /// The length of a key's part.
    static let partLength = 16

    private let partCount: Int
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private var long = PrefixTable()
    private var middle = PrefixTable()
    private var short: [[Int]] = Array(repeating: [], count: 256)
    private(set) var longest: Int

    /// An index of the parts of `key`, numbered from 0, and of `patterns`, numbered after them. Empty ones match never.
    init(key: Span<UInt8>, patterns: [[UInt8]]) {
        partCount = key.count / Self.partLength
        longest = partCount > 0 ? Self.partLength : 0
        long.reserve(partCount + patterns.count)
        middle.reserve(patterns.count)
        for part in 0..<partCount {
            long.insert(part, prefix: Self.prefix(8) { key[part * Self.partLength + $0] })
        }
        for (index, pattern) in patterns.enumerated() { insert(pattern, as: partCount + index) }
    }

    private mutating func insert(_ pattern: [UInt8], as number: Int) {
        longest = max(longest, pattern.count)
        bytes.append(contentsOf: pattern.lazy.map(Self.folded))
        ends.append(bytes.count)
        switch pattern.count {
        case 0: break
        case 1..<4: short[Int(Self.folded(pattern[0]))].append(number)
        case 4..<8: middle.insert(number, prefix: Self.prefix(4) { pattern[$0] })
        default: long.insert(number, prefix: Self.prefix(8) { pattern[$0] })
        }
    }

    /// The length of a pattern.
    func length(of number: Int) -> Int {
        number < partCount ? Self.partLength : ends[number - partCount + 1] - ends[number - partCount]
    }

    /// Calls `report` with the number and the place of each match that begins in `starts`. `key` is the one that the
    /// index was made with.
    func search(_ text: Span<UInt8>, _ starts: Range<Int>, key: Span<UInt8>, _ report: (Int, Int) -> Void) {
        var window: UInt64 = 0
        for end in starts.lowerBound..<min(text.count, starts.upperBound + 7) {
            let byte = Self.folded(text[end])
            window = window << 8 | UInt64(byte)
            let start = end - 7
            if start >= starts.lowerBound {
                long.candidates(window) { if matches($0, text, start, key) { report($0, start) } }
            }
            if starts.contains(end - 3) {
                middle.candidates(window & 0xFFFF_FFFF) { if matches($0, text, end - 3, key) { report($0, end - 3) } }
            }
            if !short[Int(byte)].isEmpty, end < starts.upperBound {
                for number in short[Int(byte)] where matches(number, text, end, key) { report(number, end) }
            }
        }
    }

    private func matches(_ number: Int, _ text: Span<UInt8>, _ start: Int, _ key: Span<UInt8>) -> Bool {
        let length = length(of: number)
        guard start + length <= text.count else { return false }
        if number < partCount {
            let offset = number * Self.partLength
            return (0..<length).allSatisfy { text[start + $0] == key[offset + $0] }
        }
        let offset = ends[number - partCount]
        for index in 0..<length where Self.folded(text[start + index]) != bytes[offset + index] { return false }
        return true
    }

    /// A byte with an ASCII capital made small.
    static func folded(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 32 : byte }

    private static func prefix(_ count: Int, _ byte: (Int) -> UInt8) -> UInt64 {
        (0..<count).reduce(0) { $0 << 8 | UInt64(folded(byte($1))) }
    }
}

/// Numbers by the hash of a prefix: chains in an array, and a bit map before them.
private struct PrefixTable {
    private static let bitCount = 22

    private var bits: [UInt64] = []
    private var heads: [Int32] = []
    private var entries: [(number: Int32, next: Int32)] = []
    private var headShift = 64

    mutating func reserve(_ count: Int) {
        guard count > 0 else { return }
        bits = Array(repeating: 0, count: 1 << (Self.bitCount - 6))
        let width = max(4, Int.bitWidth - count.leadingZeroBitCount)
        heads = Array(repeating: -1, count: 1 << width)
        headShift = 64 - width
        entries.reserveCapacity(count)
    }

    mutating func insert(_ number: Int, prefix: UInt64) {
        let hash = Self.hash(prefix)
        bits[Self.word(hash)] |= Self.bit(hash)
        let head = Int(hash >> headShift)
        entries.append((Int32(number), heads[head]))
        heads[head] = Int32(entries.count - 1)
    }

    @inline(__always)
    func candidates(_ prefix: UInt64, _ body: (Int) -> Void) {
        guard !entries.isEmpty else { return }
        let hash = Self.hash(prefix)
        guard bits[Self.word(hash)] & Self.bit(hash) != 0 else { return }
        var entry = heads[Int(hash >> headShift)]
        while entry >= 0 {
            body(Int(entries[Int(entry)].number))
            entry = entries[Int(entry)].next
        }
    }

    @inline(__always)
    private static func hash(_ prefix: UInt64) -> UInt64 {
        let mixed = (prefix ^ (prefix >> 29)) &* 0x9E37_79B9_7F4A_7C15
        return (mixed ^ (mixed >> 32)) &* 0xD6E8_FEB8_6659_FD93
    }

    private static func word(_ hash: UInt64) -> Int { Int(hash >> (64 - bitCount)) >> 6 }
    private static func bit(_ hash: UInt64) -> UInt64 { 1 << (hash >> (64 - bitCount) & 63) }
}
