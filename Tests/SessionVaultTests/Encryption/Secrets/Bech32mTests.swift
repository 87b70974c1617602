import Testing
import VaultSodium

@testable import SessionVault

@Suite struct Bech32mTests {
    private func form(_ prefix: StaticString, _ count: Int) -> Bech32m {
        Bech32m(prefix: prefix, count: count, otherKind: .invalidRecipient)
    }

    private func decode(_ text: String, _ form: Bech32m) throws -> [UInt8] {
        try form.decode(text.utf8.span).withBytes { [UInt8](copying: $0) }
    }

    private func encode(_ bytes: [UInt8], _ form: Bech32m) -> String {
        var text = [UInt8](repeating: 0, count: form.writtenCount)
        var output = text.mutableSpan
        form.encode(bytes.span, into: &output)
        return String(decoding: text, as: UTF8.self)
    }

    private func expect(_ text: String, _ form: Bech32m, is bytes: [UInt8]) throws {
        #expect(try decode(text, form) == bytes)
        #expect(encode(bytes, form) == text)
    }

    @Test func `BIP 350's valid strings go both ways`() throws {
        try expect("A1LQFN3A", form("A1", 0), is: [])
        try expect("a1lqfn3a", form("a1", 0), is: [])
        try expect("?1v759aa", form("?1", 0), is: [])
        try expect(
            "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
            form("an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11", 0), is: [])
        // The values 31 to 0, five bits each.
        try expect(
            "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx", form("abcdef1", 20),
            is: [
                0xFF, 0xBB, 0xCD, 0xEB, 0x38, 0xBD, 0xAB, 0x49, 0xCA, 0x30, 0x7B, 0x9A, 0xC5, 0xA9, 0x28, 0x39, 0x8A,
                0x41, 0x88, 0x20,
            ])
        let split = "split1checkupstagehandshakeupstreamerranterredcaperredlc445v"
        #expect(encode(try decode(split, form("split1", 30)), form("split1", 30)) == split)
    }

    @Test func `BIP 350's invalid strings are refused`() {
        for (text, form, error) in [
            ("A1G7SGD8", form("A1", 0), VaultError.typo(missing: 0)),  // The checksum of an upper-case prefix.
            ("M1VUXWEZ", form("M1", 0), .typo(missing: 0)),  // The same.
            ("y1b0jsk6g", form("y1", 0), .typo(missing: -1)),
            ("in1muywd", form("in1", 0), .typo(missing: 1)),
            ("mm1crxm3i", form("mm1", 0), .typo(missing: 0)),
            ("a1lqfN3a", form("a1", 0), .typo(missing: 0)),
            ("A1LQFn3A", form("A1", 0), .typo(missing: 0)),
            ("a1lqfi3a", form("a1", 0), .typo(missing: 0)),
            ("1p2gdwpf", form("a1", 0), .invalidRecipient),
            // A checksum of Bech32, the form before.
            ("a12uel5l", form("a1", 0), .typo(missing: 0)),
        ] {
            #expect(throws: error, "\(text)") { try decode(text, form) }
        }
    }

    @Test func `random bytes of every length survive the way there and back`() throws {
        for count in 0..<70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255) }
            for prefix: StaticString in ["svpub1", "SVKEY1"] {
                let form = form(prefix, count)
                #expect(try decode(encode(bytes, form), form) == bytes)
            }
        }
    }

    /// As another program could write them: the checksum is right, and bits that belong to no byte are set.
    @Test func `bits that belong to no byte are refused although the checksum is right`() throws {
        let form = form("svpub1", 1)
        var refused = 0
        // Two characters carry one byte and two bits of padding: the last one's neighbours are all tried.
        for checksum in Self.checksums(of: "svpub1", first: 31) {
            if checksum.last & 3 == 0 {
                #expect(try decode(checksum.text, form) == [31 << 3 | UInt8(checksum.last >> 2)])
            } else {
                #expect(throws: VaultError.invalidRecipient) { try decode(checksum.text, form) }
                refused += 1
            }
        }
        #expect(refused == 24)
    }

    /// Texts of two characters of data with the checksum made here, in the simple way.
    private static func checksums(of prefix: String, first: Int) -> [(last: Int, text: String)] {
        let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l")
        let human = prefix.dropLast().utf8.map { UInt32($0) }
        func polynomial(_ values: [UInt32]) -> UInt32 {
            values.reduce(1) { sum, value in
                let generators: [UInt32] = [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3]
                return generators.enumerated().reduce((sum & 0x1FFFFFF) << 5 ^ value) {
                    sum >> UInt32(25 + $1.offset) & 1 == 1 ? $0 ^ $1.element : $0
                }
            }
        }
        return (0..<32).map { last in
            let data = [UInt32(first), UInt32(last)]
            let all = human.map { $0 >> 5 } + [0] + human.map { $0 & 31 } + data
            let sum = polynomial(all + [0, 0, 0, 0, 0, 0]) ^ 0x2BC830A3
            let checksum = (0..<6).map { sum >> UInt32(25 - 5 * $0) & 31 }
            return (last, prefix + String((data + checksum).map { alphabet[Int($0)] }))
        }
    }
}
