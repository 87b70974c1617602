internal import VaultSodium

/// SHA-1 of an auth key, for the key's id and nothing else (FIPS 180-4).
///
/// MTProto fixes the function. libsodium has none, and a library with one would take the key through memory that it
/// does not wipe; the schedule here stays in a guarded cell.
enum SHA1 {
    /// The low 64 bits of the digest, little-endian, of up to 16 KiB.
    static func authKeyID(of bytes: Span<UInt8>) throws -> UInt64 {
        let digest = try digest(of: bytes)
        // The digest's last eight bytes: the words h3 and h4, each big-endian.
        return UInt64(digest[3].byteSwapped) | UInt64(digest[4].byteSwapped) << 32
    }

    static func digest(of bytes: Span<UInt8>) throws -> [5 of UInt32] {
        let blocks = (bytes.count + 9 + 63) / 64
        var message = try SecretBytes(count: blocks * 64)
        try message.withMutableBytes { message in
            for index in bytes.indices { message[index] = bytes[index] }
            message[bytes.count] = 0x80
            let bits = UInt64(bytes.count) * 8
            for index in 0..<8 {
                message[blocks * 64 - 1 - index] = UInt8(truncatingIfNeeded: bits >> (8 * UInt64(index)))
            }
        }
        var state: [5 of UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        // The schedule's sixteen words, as the block's own bytes, each replaced once it has been used.
        var schedule = try SecretBytes(count: 64)
        for block in 0..<blocks {
            try schedule.withMutableBytes { words in
                try message.withBytes { message in
                    for index in 0..<64 { words[index] = message[block * 64 + index] }
                }
                compress(&words, into: &state)
            }
        }
        return state
    }

    private static func compress(_ words: inout MutableSpan<UInt8>, into state: inout [5 of UInt32]) {
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for round in 0..<80 {
            let word: UInt32
            if round < 16 {
                word = read(words, round)
            } else {
                let mixed =
                    read(words, (round + 13) % 16) ^ read(words, (round + 8) % 16) ^ read(words, (round + 2) % 16)
                    ^ read(words, round % 16)
                word = rotate(mixed, 1)
                for index in 0..<4 {
                    words[round % 16 * 4 + index] = UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * index))
                }
            }
            let (mix, constant): (UInt32, UInt32) =
                switch round {
                case 0..<20: (b & c | ~b & d, 0x5A82_7999)
                case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                case 40..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
                default: (b ^ c ^ d, 0xCA62_C1D6)
                }
            (a, b, c, d, e) = (rotate(a, 5) &+ mix &+ e &+ constant &+ word, a, rotate(b, 30), c, d)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
    }

    private static func read(_ words: borrowing MutableSpan<UInt8>, _ word: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 8 | UInt32(words[word * 4 + $1]) }
    }

    private static func rotate(_ word: UInt32, _ by: UInt32) -> UInt32 { word << by | word >> (32 - by) }
}
