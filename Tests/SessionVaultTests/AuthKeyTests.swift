import Testing

@testable import SessionVault

@Suite struct AuthKeyTests {
    @Test func `SHA-1 gives the published digests`() throws {
        let cases: [(String, [UInt32])] = [
            ("", [0xDA39_A3EE, 0x5E6B_4B0D, 0x3255_BFEF, 0x9560_1890, 0xAFD8_0709]),
            ("abc", [0xA999_3E36, 0x4706_816A, 0xBA3E_2571, 0x7850_C26C, 0x9CD0_D89D]),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                [0x8498_3E44, 0x1C3B_D26E, 0xBAAE_4AA1, 0xF951_29E5, 0xE546_70F1]
            ),
        ]
        for (text, expected) in cases {
            let bytes = Array(text.utf8)
            let digest = try SHA1.digest(of: bytes.span)
            #expect((0..<5).map { digest[$0] } == expected)
        }
    }

    @Test func `a key of another length, or of zeros, is refused`() throws {
        for length in [0, 2, 255, 257, 512] {
            #expect(throws: VaultError.invalidAuthKey(length: length)) {
                try AuthKey([UInt8](repeating: 1, count: length))
            }
        }
        #expect(throws: VaultError.invalidAuthKey(length: 0)) { try AuthKey([UInt8](repeating: 0, count: 256)) }
    }

    @Test func `a key prints its id and nothing of itself`() throws {
        // The id of the bytes 1, 2, … 255, 0: SHA-1's last eight bytes, read as little-endian.
        let key = try AuthKey((0..<256).map { UInt8(truncatingIfNeeded: $0 + 1) })
        #expect(key.id == 0x14DB_77A6_2536_197D)
        var dumped = ""
        dump(key, to: &dumped)
        let digits = String(key.id, radix: 16)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(text.contains(digits))
            #expect(text.utf8.count < 60)
        }
    }
}
