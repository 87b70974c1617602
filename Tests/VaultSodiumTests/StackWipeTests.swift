import CVaultSodium
import Testing

@testable import VaultSodium

/// libsodium leaves keys on the stack; nothing of them may be there when a call returns.
@Suite struct StackWipeTests {
    private let secret: [UInt8] = (0..<32).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ 41) }
    private let nonce = [UInt8](repeating: 3, count: 24)
    private let message = [UInt8](repeating: 5, count: 200)

    @Test func `the stack of a bare call holds the key, so that the search is known to find it`() throws {
        let key = try SecretBytes(secret)
        let stack = try ThreadStack.after {
            var subkey = [UInt8](repeating: 0, count: 32)
            _ = unsafe try crypto_kdf_derive_from_key(&subkey, 32, 1, "01234567", key.pointer())
        }
        #expect(ThreadStack.parts(of: secret, in: stack) > 0)
    }

    @Test func `sealing and opening leave nothing of the key`() throws {
        let key = try SecretBytes(secret)
        let stack = try ThreadStack.after { [message, nonce] in
            var sealed = [UInt8](repeating: 0, count: message.count + 16)
            var output = sealed.mutableSpan
            try XChaCha20Poly1305.seal(
                message.span, authenticating: nonce.span, nonce: nonce.span, using: key, into: &output, at: 0)
            var opened = [UInt8](repeating: 0, count: message.count)
            var plain = opened.mutableSpan
            try XChaCha20Poly1305.open(
                sealed.span, authenticating: nonce.span, nonce: nonce.span, using: key, into: &plain)
        }
        #expect(ThreadStack.parts(of: secret, in: stack) == 0)
    }

    @Test func `sealing and opening in place leave nothing of the key`() throws {
        let key = try SecretBytes(secret)
        for opens in [false, true] {
            let stack = try ThreadStack.after { [message, nonce] in
                var bytes = nonce + message + [UInt8](repeating: 0, count: 16)
                var span = bytes.mutableSpan
                if opens {
                    #expect(throws: SodiumError.forged) {
                        try XChaCha20Poly1305.openInPlace(
                            24..<240, of: &span, nonceAt: 0, authenticating: nonce.span, using: key)
                    }
                } else {
                    try XChaCha20Poly1305.sealInPlace(
                        24..<224, of: &span, nonceAt: 0, authenticating: nonce.span, using: key)
                }
            }
            #expect(ThreadStack.parts(of: secret, in: stack) == 0)
        }
    }

    @Test func `hashes and subkeys leave nothing of the key`() throws {
        let key = try SecretBytes(secret)
        let salt = [UInt8](repeating: 1, count: 16)
        // One thread each: a later call would cover what an earlier one left.
        let calls: [(Derived) throws -> Void] = [
            { [message] _ in _ = try BLAKE2b.hash(message.span, key: key, count: 32) },
            { [message] _ in _ = try BLAKE2b.word(message.span, key: key) },
            { [message] made in try made.keep(try BLAKE2b.derive(message.span, key: key, count: 32)) },
            { made in try made.keep(try BLAKE2b.secret(key, prefix: "prefix")) },
            { made in try made.keep(try Subkey.derive(1, context: "01234567", from: key)) },
            { [message] made in
                let derived = try BLAKE2b.derive(
                    message.span, key: key, salt: salt.span, personal: "0123456789abcdef", count: 64)
                try made.keep(derived)
            },
        ]
        for call in calls {
            let made = Derived()
            let stack = try ThreadStack.after { try call(made) }
            #expect(ThreadStack.parts(of: secret, in: stack) == 0)
            if !made.bytes.isEmpty { #expect(ThreadStack.parts(of: made.bytes, in: stack) == 0) }
        }
    }

    @Test func `SHA-1 leaves nothing of its schedule, by whose last words the key can be found`() throws {
        let key = (0..<48).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ 41) }
        let block = key + [0x80] + [UInt8](repeating: 0, count: 13) + [0x01, 0x80]
        var words = stride(from: 0, to: 64, by: 4).map { place in
            block[place..<(place + 4)].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        }
        for round in 16..<80 {
            let mixed = words[round - 3] ^ words[round - 8] ^ words[round - 14] ^ words[round - 16]
            words.append(mixed << 1 | mixed >> 31)
        }
        let last = words.suffix(16).flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        let stack = try ThreadStack.after { _ = SHA1.digest(of: key.span) }
        #expect(ThreadStack.parts(of: last, in: stack) == 0)
    }

    @Test func `derivation and sealed boxes leave nothing of their secrets`() throws {
        let secretKey = try SecretBytes(secret)
        let publicKey = try SealedBox.publicKey(of: secretKey)
        let message = [UInt8](repeating: 0x5A, count: 16) + secret.reversed()
        let box = try SealedBox.seal(try SecretBytes(message), to: publicKey.span)
        var publicSigningKey: [UInt8] = []
        let signingKey = try Ed25519.keyPair(of: secretKey, &publicSigningKey)
        let calls: [(Derived) throws -> Void] = [
            { made in
                let salt = [UInt8](repeating: 1, count: 16)
                try made.keep(try Argon2id.derive(secretKey, salt: salt.span, passes: 1, memory: 8192))
            },
            { _ in _ = try SealedBox.publicKey(of: secretKey) },
            { _ in _ = try SealedBox.seal(secretKey, to: publicKey.span) },
            { made in try made.keep(try SealedBox.open(box.span, of: publicKey.span, using: secretKey)) },
            { made in
                var publicKey: [UInt8] = []
                try made.keep(try Ed25519.keyPair(of: secretKey, &publicKey))
                // Its second half is the public key.
                made.bytes.removeLast(32)
            },
            { _ in _ = try Ed25519.sign(message.span, with: signingKey) },
        ]
        for call in calls {
            let made = Derived()
            let stack = try ThreadStack.after { try call(made) }
            #expect(ThreadStack.parts(of: secret, in: stack) == 0)
            if !made.bytes.isEmpty { #expect(ThreadStack.parts(of: made.bytes, in: stack) == 0) }
        }
    }

    private final class Derived: @unchecked Sendable {
        var bytes: [UInt8] = []

        func keep(_ secret: borrowing SecretBytes) throws {
            bytes = try secret.withBytes { span in span.indices.map { span[$0] } }
        }
    }
}
