import Testing

@testable import SessionVault

@Suite struct Base64URLTests {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text = [UInt8](repeating: 0, count: Base64URL.encodedCount(bytes.count))
        var span = text.mutableSpan
        Base64URL.encode(bytes.span, into: &span)
        return text
    }

    private func decode(_ text: [UInt8]) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: try Base64URL.decodedCount(text.count))
        var span = bytes.mutableSpan
        try Base64URL.decode(text.span, into: &span)
        return bytes
    }

    @Test func `RFC 4648's vectors go both ways, without their padding`() throws {
        for (bytes, text) in [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            #expect(encode(Array(bytes.utf8)) == Array(text.utf8))
            #expect(try decode(Array(text.utf8)) == Array(bytes.utf8))
        }
    }

    @Test func `each of the 64 characters has its value`() throws {
        for (value, character) in Self.alphabet.enumerated() {
            #expect(encode([UInt8(value << 2)]).first == character)
            #expect(try decode([character, UInt8(ascii: "A")]) == [UInt8(value << 2)])
            // At each place of those that are taken at once.
            for place in 0..<8 {
                var text = Array("AAAAAAAA".utf8)
                text[place] = character
                let bits = UInt64(value) << UInt64(42 - 6 * place)
                let bytes = (0..<6).map { UInt8(truncatingIfNeeded: bits >> UInt64(40 - 8 * $0)) }
                #expect(encode(bytes) == text)
                #expect(try decode(text) == bytes)
            }
        }
    }

    @Test func `each of the 192 other bytes is refused where it stands`() {
        for byte in 0...255 as ClosedRange<UInt8> where !Self.alphabet.contains(byte) {
            for place in 0..<14 {
                var text = Array("AAAAAAAAAAAAAA".utf8)
                text[place] = byte
                #expect(throws: Base64URL.Flaw.character(at: place)) { try decode(text) }
            }
        }
    }

    @Test func `bits that belong to no byte are refused`() {
        for character in Self.alphabet.dropFirst() {
            let value = Self.alphabet.firstIndex(of: character) ?? 0
            if value % 16 != 0 {
                #expect(throws: Base64URL.Flaw.trailingBits) { try decode([UInt8(ascii: "A"), character]) }
            }
            if value % 4 != 0 {
                #expect(throws: Base64URL.Flaw.trailingBits) { try decode([65, 65, character]) }
            }
        }
    }

    @Test func `a length that no bytes have is refused`() {
        for length in [1, 5, 9, 361] {
            #expect(throws: Base64URL.Flaw.length) { try decode([UInt8](repeating: 65, count: length)) }
        }
    }

    @Test func `random bytes survive the way there and back`() throws {
        for count in 0..<300 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255) }
            #expect(try decode(encode(bytes)) == bytes)
        }
    }
}
