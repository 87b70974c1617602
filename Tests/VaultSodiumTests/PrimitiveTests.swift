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

    @Test func `a sealed box opens for its recipient alone`() throws {
        let alice = try SecretBytes.random(count: 32)
        let mallory = try SecretBytes.random(count: 32)
        let message = try SecretBytes.random(count: 57)
        let publicKey = try SealedBox.publicKey(of: alice)
        var box = try SealedBox.seal(message, to: publicKey.span)
        #expect(box.count == 105)
        let opened = try SealedBox.open(box.span, using: alice)
        #expect(try opened.isEqual(to: message))
        let intact = box
        #expect(throws: SodiumError.forged) { _ = try SealedBox.open(intact.span, using: mallory) }
        box[50] ^= 1
        let forged = box
        #expect(throws: SodiumError.forged) { _ = try SealedBox.open(forged.span, using: alice) }
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

    @Test func `the memory available is known, and is below the machine's`() throws {
        let available = try #require(AvailableMemory.bytes())
        #expect(available > 1 << 20)
        #expect(AvailableMemory.value(of: "MemAvailable:", in: "MemTotal: 9 kB\nMemAvailable:    123 kB\n") == 123)
        #expect(AvailableMemory.value(of: "Nothing:", in: "MemTotal: 9 kB\n") == nil)
    }
}
