import Testing
import VaultSodium

@testable import SessionVault

@Suite struct PassphraseGenerationTests {
    private func text(_ passphrase: Passphrase) throws -> String {
        try passphrase.withText { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
    }

    /// How the words are one after the other, found from the front: none is the beginning of another.
    private func words(of text: String, among known: Set<String>) -> [String]? {
        var words: [String] = []
        var rest = text[...]
        while true {
            guard let word = (3...9).map({ String(rest.prefix($0)) }).first(where: known.contains) else { return nil }
            words.append(word)
            rest = rest.dropFirst(word.count)
            if rest.isEmpty { return words }
            guard rest.removeFirst() == "-" else { return nil }
        }
    }

    @Test func `the list has its 7,776 words, from abacus to zoom, none the beginning of another`() throws {
        let words = EFFLargeWordlist.words.all
        #expect(words.count == 7776 && Set(words).count == 7776 && EFFLargeWordlist.words.count == 7776)
        #expect(words.first == "abacus" && words.last == "zoom" && words == words.sorted())
        #expect(EFFLargeWordlist.words.longest == 9)
        #expect(words.allSatisfy { $0.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D } })
        for (word, next) in zip(words, words.dropFirst()) { #expect(!next.hasPrefix(word)) }
        // Of all the words, in their order, a line feed between two.
        let all = Array(words.joined(separator: "\n").utf8)
        #expect(try Hexadecimal.text(BLAKE2b.hash(all.span, count: 32)) == Self.digest)
    }

    /// What Python's `hashlib.blake2b(…, digest_size=32)` gives for the list in the package diceware 1.0.1.
    private static let digest = "041f5158c47b7e26e7d52b52c3fdbd0b71179653bb9d70b0f850ed471122115a"

    @Test func `a passphrase is as many words of the list as were asked for`() throws {
        let known = Set(EFFLargeWordlist.words.all)
        for count in [4, 6, 12, 64] {
            let passphrase = try Passphrase.generate(words: count)
            #expect(try words(of: text(passphrase), among: known)?.count == count)
            // It is what a user types.
            #expect(try passphrase.cell.isEqual(to: Passphrase(text(passphrase)).cell))
        }
        #expect(try words(of: text(.generate()), among: known)?.count == 6)
    }

    @Test func `fewer than 4 words are refused`() {
        for count in [Int.min, -1, 0, 3, 65, .max] {
            #expect(throws: VaultError.invalidPassphrase) { try Passphrase.generate(words: count) }
        }
    }

    @Test func `every word of a list is drawn, about as often as any other`() throws {
        let list = WordList("alpha bravo charlie\ndelta echo")
        #expect(list.all == ["alpha", "bravo", "charlie", "delta", "echo"])
        var counts: [String: Int] = [:]
        for _ in 0..<100 {
            let phrase = try list.phrase(of: 20, separatedBy: 0x20).withBytes { [UInt8](copying: $0) }
            for word in String(decoding: phrase, as: UTF8.self).split(separator: " ") {
                counts[String(word), default: 0] += 1
            }
        }
        #expect(Set(counts.keys) == Set(list.all))
        #expect(counts.values.reduce(0, +) == 2000)
        // 400 each with a deviation of 18: ten of these are no accident.
        for (word, count) in counts { #expect((220...580).contains(count), "\(word): \(count)") }
    }
}

extension WordList {
    /// All of its words.
    fileprivate var all: [String] { text.description.split { $0 == " " || $0 == "\n" }.map(String.init) }
}
