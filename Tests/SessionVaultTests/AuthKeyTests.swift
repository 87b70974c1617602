import Testing

@testable import SessionVault

@Suite struct AuthKeyTests {
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
