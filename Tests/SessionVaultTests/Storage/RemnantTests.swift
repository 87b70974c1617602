import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct RemnantTests {
    /// Searches `text` as a file, in pieces.
    private func report(
        _ text: [UInt8], _ patterns: RemnantPatterns, pieces: Int = 1 << 20, live: [[UInt8]] = []
    ) throws -> RemnantReport {
        func run(_ key: Span<UInt8>) throws -> RemnantReport {
            var search = RemnantSearch(patterns, key: key)
            try search.search(text.count, pieces: pieces, key: key) { Array(text[$1..<($1 + $0)]) }
            if search.hasMatches { try search.acquit { body in for value in live { body(value.span) } } }
            return search.report
        }
        return try patterns.authKey.map { try $0.withBytes(run) } ?? run([UInt8]().span)
    }

    private func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in .random(in: 128...255) } }

    @Test(arguments: 1...20)
    func `a name of any length is found at any place, across pieces, in any case`(length: Int) throws {
        let name = String((0..<length).map { Character(UnicodeScalar(UInt8(97 + $0))) })
        let patterns = RemnantPatterns(authKey: nil, usernames: [name, "absent" + name])
        for place in [0, 1, 99, 100, 101, 127, 128, 400 - length] {
            var text = random(400)
            text.replaceSubrange(place..<place + length, with: name.uppercased().utf8)
            for pieces in [1, 7, 64, 100, 128, 1000] {
                let found = try report(text, patterns, pieces: pieces)
                #expect(found.usernames == .init(searched: 2, found: 1), "at \(place) in pieces of \(pieces)")
            }
        }
        let clean = try report(random(400), patterns)
        #expect(clean.isClean && clean.bytesRead == 400)
    }

    @Test func `two ways to write a name are two names`() throws {
        let names = ["caf\u{E9}", "cafe\u{301}", "cafe\u{301}"]
        let found = try report(Array(names[1].utf8), RemnantPatterns(authKey: nil, usernames: names))
        #expect(found.usernames == .init(searched: 2, found: 1))
    }

    @Test func `phone numbers are searched as their digits`() throws {
        let text = random(50) + Array("79991234567".utf8) + random(50)
        let patterns = RemnantPatterns(authKey: nil, phoneNumbers: ["+7 999 123-45-67", "79991234568", ""])
        try #expect(report(text, patterns).phoneNumbers == .init(searched: 2, found: 1))
    }

    @Test func `each part of a key is found by itself, at any place`() throws {
        let bytes = [UInt8]((0..<256).map { _ in .random(in: 0...255) })
        let patterns = RemnantPatterns(authKey: try AuthKey(bytes))
        try #expect(report(random(500), patterns).authKey == .init(searched: 16, found: 0))
        let text = random(31) + bytes[16..<48] + random(100) + bytes[240..<256]
        try #expect(report(text, patterns, pieces: 40).authKey.found == 3)
        try #expect(report(random(3) + bytes, patterns).authKey.found == 16)
        // Sixteen bytes that begin elsewhere in the key hold no whole part.
        try #expect(report(random(5) + bytes[8..<39], patterns).authKey.found == 1)
        try #expect(report(random(5) + bytes[8..<31], patterns).authKey.found == 0)
        // A part is compared as it is: the case of letters counts.
        var upper = bytes
        for index in upper.indices { upper[index] = UInt8(ascii: "a") + UInt8(index % 26) }
        let letters = RemnantPatterns(authKey: try AuthKey(upper))
        try #expect(report(upper.map { $0 & 0xDF }, letters).authKey.found == 0)
    }

    @Test func `many patterns give the answers that one search for each gives`() throws {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("abcd".utf8)
        func word(_ count: Int) -> [UInt8] { (0..<count).map { _ in letters.randomElement(using: &generator) ?? 0 } }
        let text = word(3000)
        let words = Set((0..<500).map { _ in String(decoding: word(.random(in: 1...9)), as: UTF8.self) })
        let whole = String(decoding: text, as: UTF8.self)
        let expected = words.count { whole.contains($0) }
        let found = try report(text, RemnantPatterns(authKey: nil, usernames: Array(words)), pieces: 100)
        #expect(found.usernames == .init(searched: words.count, found: expected))
    }

    @Test func `a match inside a live value is none, the same bytes elsewhere are`() throws {
        let value = random(100) + Array("alice".utf8) + random(100)
        let patterns = RemnantPatterns(authKey: nil, usernames: ["alice"])
        try #expect(report(random(70) + value + random(70), patterns, live: [value]).isClean)
        try #expect(report(random(70) + value + random(70), patterns, live: []).usernames.found == 1)
        let both = random(70) + value + random(70) + Array("alice".utf8) + random(70)
        try #expect(report(both, patterns, live: [value]).usernames.found == 1)
    }

    @Test func `the surroundings end where the value does, and must match up to there`() throws {
        let token = Array("0123decade0123456789abcdef012345".utf8)
        let patterns = RemnantPatterns(authKey: nil, usernames: ["decade"])
        try #expect(report(random(9) + token + random(9), patterns, live: [token]).isClean)
        try #expect(report(token, patterns, live: [token]).isClean)
        var other = token
        other[3] ^= 1
        try #expect(report(random(9) + other + random(9), patterns, live: [token]).usernames.found == 1)
        try #expect(report(Array(token.dropLast()), patterns, live: [token]).usernames.found == 1)
        try #expect(report(Array(token.dropFirst()), patterns, live: [token]).usernames.found == 1)
    }

    @Test func `a long value that breaks off at a page is still known by its other side`() throws {
        let value = random(3000) + Array("alice".utf8) + random(3000)
        let patterns = RemnantPatterns(authKey: nil, usernames: ["alice"])
        let cut = Array(value[0..<3005]) + random(4) + random(500)
        try #expect(report(cut, patterns, live: [value]).isClean)
    }
}
