import Testing
import VaultSodium

@testable import SessionVault

@Suite struct RawBoxTests {
    private func key(of identity: Identity) -> String { base64(identity.recipient.publicKey) }

    private func base64(_ bytes: [UInt8]) -> String { Base64.text(bytes.span) }

    @Test func `the plain string comes out of its box, for that identity alone`() async throws {
        let session = try await ExportFixture.session()
        let identity = try Identity.generate()
        let box = try await session.export(sealedToRawBoxKey: key(of: identity))
        #expect(box.utf8.count == 548)
        let inside = try RawBox.open(box.utf8.span, with: identity) {
            String(decoding: [UInt8](copying: $0), as: UTF8.self)
        }
        #expect(try await inside == session.exportPlaintext(as: .pyrogram).unprotectedText())
        let other = try await ExportFixture.empty()
        await #expect(throws: VaultError.invalidBox) {
            try await other.import(unverifiedBox: box, with: try Identity.generate())
        }
        #expect(try await other.import(unverifiedBox: " \"\(box)\"\n", with: identity) == .unverified)
        #expect(try other.isEqual(to: session))
        await #expect(throws: VaultError.sessionExists) {
            try await ExportFixture.session().import(unverifiedBox: box, with: identity)
        }
        let old = try await session.export(sealedToRawBoxKey: key(of: identity), as: .pyrogramOld64)
        #expect(old.utf8.count == 540)
    }

    @Test func `a key that is none, or of small order, is refused`() async throws {
        let session = try await ExportFixture.session()
        let good = key(of: try Identity.generate())
        let wrong = [
            "", "AAAA", String(good.dropLast()), good + "=", good + good, String(good.dropFirst(4)),
            base64([UInt8](repeating: 0, count: 32)), base64([1] + [UInt8](repeating: 0, count: 31)),
            String(repeating: "A", count: 10_000_000),
        ]
        for key in wrong {
            await #expect(throws: VaultError.invalidRecipient) { try await session.export(sealedToRawBoxKey: key) }
        }
        _ = try await session.export(sealedToRawBoxKey: "\n" + good + " ")
    }

    @Test func `any one character changed is refused`() async throws {
        let session = try await ExportFixture.session()
        let identity = try Identity.generate()
        let box = Array(try await session.export(sealedToRawBoxKey: key(of: identity)).utf8)
        let other = try await ExportFixture.empty()
        for index in box.indices {
            var wrong = box
            wrong[index] = box[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let text = String(decoding: wrong, as: UTF8.self)
            await #expect(throws: VaultError.self) { try await other.import(unverifiedBox: text, with: identity) }
        }
        #expect(try !other.hasAuthKey)
    }

    @Test func `what stands where a box is expected is named as what it is`() async throws {
        let session = try await ExportFixture.session()
        let identity = try Identity.generate()
        let plain = try await session.exportPlaintext(as: .pyrogram).unprotectedText()
        let sealed = try await session.export(sealedTo: [identity.recipient]).text
        let bytes = [UInt8](repeating: 7, count: 100)
        let noise = try RawBox.seal(bytes.span, toKey: key(of: identity))
        let other = try await ExportFixture.empty()
        let refused: [(String, VaultError)] = [
            (plain, .plainSessionString), (sealed, .sealedString), ("", .invalidBox), ("QQ==", .invalidBox),
            ("QR==", .typo(missing: 0)), ("Q", .typo(missing: 0)), ("Q Q==", .typo(missing: 0)),
            (String(repeating: "A", count: 10_000_000), .typo(missing: 0)),
            (noise, .invalidSessionString(.length(100))),
        ]
        for (text, error) in refused {
            await #expect(throws: error) { try await other.import(unverifiedBox: text, with: identity) }
        }
    }
}
