import Testing

@testable import VaultSodium

@Suite struct PrimitiveTests {
    private func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
    }

    /// draft-irtf-cfrg-xchacha-03, A.3.1.
    @Test func `XChaCha20-Poly1305 gives the draft's answer`() throws {
        let text =
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen "
            + "would be it."
        let plain = Array(text.utf8)
        let associated = bytes("50515253c0c1c2c3c4c5c6c7")
        let key = try SecretBytes((0x80...0x9F).map { UInt8($0) })
        let nonce = (0x40...0x57).map { UInt8($0) }
        var sealed = [UInt8](repeating: 0, count: plain.count + 16)
        var output = sealed.mutableSpan
        try XChaCha20Poly1305.seal(
            plain.span, authenticating: associated.span, nonce: nonce.span, using: key, into: &output, at: 0)
        #expect(Array(sealed.prefix(16)) == bytes("bd6d179d3e83d43b9576579493c0e939"))
        #expect(Array(sealed.suffix(16)) == bytes("c0875924c1c7987947deafd8780acf49"))

        var opened = [UInt8](repeating: 1, count: plain.count)
        var result = opened.mutableSpan
        try XChaCha20Poly1305.open(
            sealed.span, authenticating: associated.span, nonce: nonce.span, using: key, into: &result)
        #expect(opened == plain)

        sealed[3] ^= 1
        var refused = [UInt8](repeating: 1, count: plain.count)
        var nothing = refused.mutableSpan
        do {
            try XChaCha20Poly1305.open(
                sealed.span, authenticating: associated.span, nonce: nonce.span, using: key, into: &nothing)
            Issue.record("a forgery was opened")
        } catch { #expect(error == .forged) }
        #expect(refused.allSatisfy { $0 == 0 })
    }

    @Test func `in place gives what it gives elsewhere, and refuses what would not fit`() throws {
        let key = try SecretBytes((0x80...0x9F).map { UInt8($0) })
        let (nonce, plain) = ([UInt8](repeating: 7, count: 24), (0..<100).map { UInt8($0) })
        let associated: [UInt8] = [1, 2, 3]
        var sealed = [UInt8](repeating: 0, count: plain.count + 16)
        var output = sealed.mutableSpan
        try XChaCha20Poly1305.seal(
            plain.span, authenticating: associated.span, nonce: nonce.span, using: key, into: &output, at: 0)

        let (before, after): ([UInt8], [UInt8]) = ([9] + nonce + [8], [4, 4])
        var bytes = before + plain + [UInt8](repeating: 0, count: 16) + after
        func inPlace(_ call: (inout MutableSpan<UInt8>) throws(SodiumError) -> Void) throws(SodiumError) {
            var span = bytes.mutableSpan
            try call(&span)
        }
        try inPlace { span throws(SodiumError) in
            try XChaCha20Poly1305.sealInPlace(
                26..<126, of: &span, nonceAt: 1, authenticating: associated.span, using: key)
        }
        #expect(bytes == before + sealed + after)
        for (range, nonceAt) in [(26..<129, 1), (26..<126, 3), (26..<126, -1), (20..<100, 1)] {
            #expect(throws: SodiumError.invalidArgument) {
                try inPlace { span throws(SodiumError) in
                    try XChaCha20Poly1305.sealInPlace(
                        range, of: &span, nonceAt: nonceAt, authenticating: associated.span, using: key)
                }
            }
        }
        for (range, nonceAt) in [(26..<145, 1), (26..<142, 3), (26..<142, -1), (20..<142, 1)] {
            #expect(throws: SodiumError.invalidArgument) {
                try inPlace { span throws(SodiumError) in
                    try XChaCha20Poly1305.openInPlace(
                        range, of: &span, nonceAt: nonceAt, authenticating: associated.span, using: key)
                }
            }
        }
        #expect(bytes == before + sealed + after)
        try inPlace { span throws(SodiumError) in
            try XChaCha20Poly1305.openInPlace(
                26..<142, of: &span, nonceAt: 1, authenticating: associated.span, using: key)
        }
        #expect(Array(bytes.prefix(126)) == before + plain)
        for range in [26..<41, 26..<142] {
            #expect(throws: SodiumError.forged) {
                try inPlace { span throws(SodiumError) in
                    try XChaCha20Poly1305.openInPlace(
                        range, of: &span, nonceAt: 1, authenticating: associated.span, using: key)
                }
            }
        }
    }

    /// RFC 7693, appendix A, and the reference's keyed answer for 0, 1, … 254 under the key 0, 1, … 63.
    @Test func `BLAKE2b gives the published answers`() throws {
        let abc = Array("abc".utf8)
        #expect(
            try BLAKE2b.hash(abc.span, count: 64)
                == bytes(
                    "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"))
        let key = try SecretBytes((0..<64).map { UInt8($0) })
        let input = (0..<255).map { UInt8($0) }
        #expect(
            try BLAKE2b.hash(input.span, key: key, count: 64)
                == bytes(
                    "142709d62e28fcccd0af97fad0f8465b971e82201dc51070faa0372aa43e9248"
                        + "4be1c1e73ba10906d5d1853db6a4106e0a7bf9800d373d6dee2d46d62ef2a461"))
        #expect(throws: SodiumError.invalidArgument) { try BLAKE2b.hash(abc.span, count: 65) }
    }

    @Test func `Argon2id refuses what it cannot run, and tells two salts apart`() throws {
        let passphrase = try SecretBytes(Array("passphrase".utf8))
        func derive(_ salt: UInt8, _ passes: Int, _ memory: Int) throws -> [UInt8] {
            let salt = [UInt8](repeating: salt, count: 16)
            let key = try Argon2id.derive(passphrase, salt: salt.span, passes: passes, memory: memory)
            return try key.withBytes { span in span.indices.map { span[$0] } }
        }
        #expect(try derive(1, 1, 8192) == derive(1, 1, 8192))
        #expect(try derive(1, 1, 8192) != derive(2, 1, 8192))
        #expect(throws: SodiumError.invalidArgument) { try derive(1, 0, 8192) }
        #expect(throws: SodiumError.invalidArgument) { try derive(1, 1, 100) }
        // More than any machine has: libsodium fails to get it, and says so.
        #expect(throws: SodiumError.self) { try derive(1, 1, 1 << 43) }
    }

    @Test func `a signature is that of RFC 8032, and holds for its message and key alone`() throws {
        // Section 7.1, test 3.
        let seed = bytes("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
        var publicKey: [UInt8] = []
        let secretKey = try Ed25519.keyPair(of: try SecretBytes(copying: seed.span), &publicKey)
        #expect(publicKey == bytes("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"))
        let message: [UInt8] = [0xAF, 0x82]
        let signature = try Ed25519.sign(message.span, with: secretKey)
        #expect(
            signature
                == bytes(
                    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"))
        #expect(try Ed25519.isValid(signature.span, of: message.span, by: publicKey.span))
        let other: [UInt8] = [0xAF, 0x83]
        #expect(try !Ed25519.isValid(signature.span, of: other.span, by: publicKey.span))
        for index in signature.indices {
            var wrong = signature
            wrong[index] ^= 1
            #expect(try !Ed25519.isValid(wrong.span, of: message.span, by: publicKey.span))
        }
        #expect(try Ed25519.isUsable(publicKey.span))
        // The neutral point, one of small order, one that is no point, and one beyond the field's prime.
        let points = [
            [1] + [UInt8](repeating: 0, count: 31), [UInt8](repeating: 0, count: 32),
            [2] + [UInt8](repeating: 0, count: 31),
            [0xEE] + [UInt8](repeating: 0xFF, count: 30) + [0x7F], [],
        ]
        for point in points {
            #expect(try !Ed25519.isUsable(point.span))
            #expect(try !Ed25519.isValid(signature.span, of: message.span, by: point.span))
        }
    }

    @Test func `SHA-1 gives the published digests`() {
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
            let digest = SHA1.digest(of: bytes.span)
            #expect((0..<5).map { digest[$0] } == expected)
        }
    }

    @Test func `SHA-1 pads what ends anywhere in a block`() {
        // By Python's hashlib.
        let cases: [(Int, [UInt32])] = [
            (1, [0xE706_4F0B, 0x80F6_1DBC, 0x6591_5311, 0x032D_27BA, 0xA569_AE2A]),
            (55, [0xC683_3891, 0xE0D7_A75C, 0xB449_B2DF, 0x4D57_461B, 0x691E_6C66]),
            (56, [0x3662_3098, 0xCC79_91B7, 0xD71E_A86D, 0x96D6_55F4, 0x0B15_CFB7]),
            (63, [0x05EF_E1B4, 0x9033_CD2D, 0x2BE3_DD9B, 0x8EBD_0CE5, 0x06C6_7CE0]),
            (64, [0x58D0_C6C2, 0xA218_D705, 0xC705_FD1F, 0x695B_8D60, 0x4B15_36A9]),
            (65, [0x4D26_84DE, 0x325E_9128, 0x6651_CCA1, 0x4F4D_7630, 0xCEE9_D12B]),
            (119, [0x6EC8_B812, 0x0AE3_D3F8, 0x4A8F_A76D, 0x7A8A_61AE, 0xBDF2_8195]),
            (120, [0x77BF_CEEA, 0x8DD6_F2A2, 0x3C88_EB9A, 0x30EF_8BD5, 0xE369_DF05]),
            (128, [0xB56E_19FF, 0xD3FE_663E, 0xE896_9A57, 0x8AE9_A577, 0xFE61_FA9F]),
            (256, [0x7952_A3A9, 0xB390_1B4D, 0x05CE_56DE, 0xD5B9_343D, 0xC147_9C86]),
            (1000, [0xB05C_F3A6, 0x11D8_9CF0, 0xAF75_3D98, 0x33C1_1277, 0xD12B_0A53]),
        ]
        for (length, expected) in cases {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ 41) }
            let digest = SHA1.digest(of: bytes.span)
            #expect((0..<5).map { digest[$0] } == expected)
        }
    }

    @Test func `a hash of pieces is the hash of the whole`() throws {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let whole = try BLAKE2b.hash(bytes.span, count: 32)
        for length in [1, 7, 127, 128, 129, 999, 1_000] {
            var stream = try BLAKE2bStream()
            for start in stride(from: 0, to: bytes.count, by: length) {
                let piece = Array(bytes[start..<min(start + length, bytes.count)])
                stream.add(piece.span)
            }
            #expect(stream.finish() == whole)
        }
    }

    @Test func `a sealed box opens for its recipient alone`() throws {
        let alice = try SecretBytes.random(count: 32)
        let mallory = try SecretBytes.random(count: 32)
        let message = try SecretBytes.random(count: 57)
        let publicKey = try SealedBox.publicKey(of: alice)
        var box = try SealedBox.seal(message, to: publicKey.span)
        #expect(box.count == 105)
        let opened = try SealedBox.open(box.span, of: publicKey.span, using: alice)
        #expect(try opened.isEqual(to: message))
        let intact = box
        let other = try SealedBox.publicKey(of: mallory)
        #expect(throws: SodiumError.forged) { _ = try SealedBox.open(intact.span, of: other.span, using: mallory) }
        box[50] ^= 1
        let forged = box
        #expect(throws: SodiumError.forged) { _ = try SealedBox.open(forged.span, of: publicKey.span, using: alice) }
        let smallOrder = [UInt8](repeating: 0, count: 32)
        #expect(throws: SodiumError.invalidArgument) { _ = try SealedBox.seal(message, to: smallOrder.span) }
    }

    @Test func `a signer's key is a point of the large group, in its one form`() throws {
        let good = bytes("f95e6d177e7ac602148001d543f20b8ee12308d7229753b7b67e96fedb285ead")
        #expect(try Ed25519.isUsable(good.span))
        // Points of order 1, 2 and 4, one in another form, none, and the good one with those of order 2 and 4 added: the
        // first of these two is valid to a libsodium of before 2025-12-30.
        let wrong = [
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0200000000000000000000000000000000000000000000000000000000000000",
            "f4a092e8818539fdeb7ffe2abc0df4711edcf728dd68ac484981690124d7a152",
            "eed48a1a0eb8644c1912e7e06fd71c3673795279f543258febd22dbccf755437",
        ]
        for hex in wrong {
            let key = bytes(hex)
            #expect(try !Ed25519.isUsable(key.span), "\(hex)")
        }
        #expect(try !Ed25519.isUsable(good.span.extracting(first: 31)))
    }
}
