/// A search of files for remnants, and the acquittal of matches that are none.
///
/// A short username can occur by chance in live ciphertext, a phone number in a token, a word in the schema. A match
/// whose surroundings, up to 64 bytes on either side, are those of a live value around the same match is the live
/// value's, and no remnant.
struct RemnantSearch {
    /// How many bytes on either side of a match are compared.
    static let surroundings = 64
    /// How many matches of one pattern are kept for a comparison; one that matches more often counts as found.
    private static let mostMatches = 1000

    private struct Match {
        /// The matched bytes and what surrounds them.
        let bytes: [UInt8]
        /// Where the matched ones begin.
        let start: Int
    }

    private let partCount: Int
    private let phoneNumbers: [[UInt8]]
    private let usernames: [[UInt8]]
    private let index: PatternIndex
    private var matches: [Int: [Match]] = [:]
    private var found: Set<Int> = []
    private(set) var bytesRead = 0

    /// A search for the patterns; `key` are the auth key's bytes, or none, in this and in every other call.
    init(_ patterns: RemnantPatterns, key: Span<UInt8>) {
        partCount = key.count / PatternIndex.partLength
        phoneNumbers = Self.distinct(patterns.phoneNumbers) { $0.utf8.filter { (48...57).contains($0) } }
        usernames = Self.distinct(patterns.usernames) { $0.utf8.map(PatternIndex.folded) }
        index = PatternIndex(key: key, patterns: phoneNumbers + usernames)
    }

    private static func distinct(_ values: [String], _ bytes: (String) -> [UInt8]) -> [[UInt8]] {
        Set(values.map(bytes)).filter { !$0.isEmpty }.map { $0 }
    }

    /// Searches `count` bytes that `read` gives by count and offset, a piece at a time.
    mutating func search(
        _ count: Int, pieces: Int = 1 << 20, key: Span<UInt8>, _ read: (Int, Int) throws -> [UInt8]
    ) throws {
        bytesRead += count
        let after = index.longest + Self.surroundings
        for position in stride(from: 0, to: count, by: pieces) {
            // A match counts for the piece that it begins in; the surroundings are read with it.
            let first = max(0, position - Self.surroundings)
            let text = try read(min(count, position + pieces + after) - first, first)
            search(text, position - first..<min(count, position + pieces) - first, key: key)
        }
    }

    private mutating func search(_ text: [UInt8], _ starts: Range<Int>, key: Span<UInt8>) {
        var places: [(Int, Int)] = []
        index.search(text.span, starts, key: key) { number, place in
            if !found.contains(number) { places.append((number, place)) }
        }
        for (number, place) in places { keep(number, place, text) }
    }

    private mutating func keep(_ number: Int, _ place: Int, _ text: [UInt8]) {
        // No live value holds a part of the key by chance.
        guard number >= partCount, matches[number, default: []].count < Self.mostMatches else {
            found.insert(number)
            matches[number] = nil
            return
        }
        let from = max(0, place - Self.surroundings)
        let to = min(text.count, place + index.length(of: number) + Self.surroundings)
        matches[number, default: []].append(Match(bytes: Array(text[from..<to]), start: place - from))
    }

    /// Whether matches are left that a live value could explain.
    var hasMatches: Bool { !matches.isEmpty }

    /// Strikes out the matches that are a live value's. `values` calls its argument with each of them.
    mutating func acquit(_ values: ((Span<UInt8>) -> Void) throws -> Void) throws {
        let numbers = matches.keys.sorted()
        let patterns = phoneNumbers + usernames
        let index = PatternIndex(key: [UInt8]().span, patterns: numbers.map { patterns[$0 - partCount] })
        try values { value in
            index.search(value, 0..<value.count, key: [UInt8]().span) { found, place in
                let length = index.length(of: found)
                matches[numbers[found]]?.removeAll { Self.isPart($0, of: value, place, length) }
            }
        }
        matches = matches.filter { !$0.value.isEmpty }
    }

    /// Whether the bytes around a match are those around `place` in the value, as far as the value reaches.
    ///
    /// A long value is kept in pieces on several pages, so one side may break off where the other is long enough.
    private static func isPart(_ match: Match, of value: Span<UInt8>, _ place: Int, _ length: Int) -> Bool {
        let before = min(surroundings, place)
        let after = min(surroundings, value.count - place - length)
        var equalBefore = 0
        while equalBefore < before, equalBefore < match.start,
            match.bytes[match.start - 1 - equalBefore] == value[place - 1 - equalBefore]
        { equalBefore += 1 }
        var equalAfter = 0
        let end = match.start + length
        while equalAfter < after, end + equalAfter < match.bytes.count,
            match.bytes[end + equalAfter] == value[place + length + equalAfter]
        { equalAfter += 1 }
        return (equalBefore == before && equalAfter == after) || equalBefore + equalAfter >= surroundings
    }

    /// What was searched for, and what is left of what was found.
    var report: RemnantReport {
        let all = found.union(matches.keys)
        func count(_ from: Int, _ count: Int) -> RemnantReport.Count {
            .init(searched: count, found: all.count { $0 >= from && $0 < from + count })
        }
        return RemnantReport(
            authKey: count(0, partCount), phoneNumbers: count(partCount, phoneNumbers.count),
            usernames: count(partCount + phoneNumbers.count, usernames.count), bytesRead: bytesRead)
    }
}
