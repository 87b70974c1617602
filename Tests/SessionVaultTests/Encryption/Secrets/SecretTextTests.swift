import Testing
import VaultSodium

@testable import SessionVault

@Suite struct SecretTextTests {
    /// A kind of text, and how it is read to the bytes it carries.
    struct Form: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var bytes: [UInt8]
        var otherKind: VaultError
        var prefix = 6
        var read: @Sendable (String) throws -> [UInt8]
        var testDescription: String { name }
    }

    static let forms: [Form] = {
        let answers = KnownAnswers.shared
        // RFC 8032, section 7.1, test 1; the texts by the reference encoder of BIP 350.
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
        let signer = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        let signerText = "svsig16adfsqvzky9t042tlmfujeq88g8wzuhnm2nzxfd0qgdx3ac82ydqyxm5qj"
        let signingIdentityText = "SVSIGSEC1N4SMR800L4DXPW5YFT6F9MPVC3ZYN3TF0VEXJXTS8WKQX89W0ASQLU4LQM"
        return [
            Form(
                name: "signer", text: signerText, bytes: Hexadecimal.bytes(signer) ?? [], otherKind: .invalidSigner,
                read: { try Signer($0).publicKey }),
            Form(
                name: "signing identity", text: signingIdentityText, bytes: Hexadecimal.bytes(seed) ?? [],
                otherKind: .invalidSecret(.signingIdentity), prefix: 9, read: { try copy(SigningIdentity($0).seed) }),
            Form(
                name: "recipient", text: answers.identity.recipient_text ?? "", bytes: answers.identity.public.bytes,
                otherKind: .invalidRecipient, read: { try Recipient($0).publicKey }),
            Form(
                name: "identity", text: answers.identity.identity_text ?? "", bytes: answers.identity.secret.bytes,
                otherKind: .invalidSecret(.identity), read: { try copy(Identity($0).cell) }),
            Form(
                name: "raw key", text: answers.text.raw_key, bytes: answers.raw_key.bytes,
                otherKind: .invalidSecret(.rawKey), read: { try copy(RawKey($0).slotKey.cell) }),
            Form(
                name: "recovery code", text: answers.text.recovery_code, bytes: answers.recovery_code.bytes,
                otherKind: .invalidSecret(.recoveryCode), read: { try copy(RecoveryCode($0).cell) }),
        ]
    }()

    private static func copy(_ cell: borrowing SecretBytes) throws -> [UInt8] {
        try cell.withBytes { [UInt8](copying: $0) }
    }

    private func text(_ span: Span<UInt8>) -> String { String(decoding: [UInt8](copying: span), as: UTF8.self) }

    @Test(arguments: forms) func `each known text is read`(_ form: Form) throws {
        #expect(try form.read(form.text) == form.bytes)
        #expect(try form.read(" \t\"\(form.text)\"\r\n") == form.bytes)
    }

    @Test func `each known text is written, the recovery code in groups of four`() throws {
        let answers = KnownAnswers.shared
        let identity = try Identity(secretKey: answers.identity.secret.bytes.span)
        #expect(try identity.withText(text) == answers.identity.identity_text)
        #expect(identity.recipient.description == answers.identity.recipient_text)
        #expect(try RawKey(answers.raw_key.bytes.span).withText(text) == answers.text.raw_key)
        let code = try RecoveryCode(answers.recovery_code.bytes.span).withText(text)
        #expect(code == "SVREC1-ERUU-MGHT-79VL-E64A-GPZY-SAAR-7QRA-UE88")
        #expect(code.filter { $0 != "-" } == answers.text.recovery_code)
    }

    @Test func `a recovery code is read with its groups, with others, and with none`() throws {
        let bytes = KnownAnswers.shared.recovery_code.bytes
        for text in [
            "SVREC1-ERUU-MGHT-79VL-E64A-GPZY-SAAR-7QRA-UE88", "SVREC1 ERUU MGHT 79VL E64A GPZY SAAR 7QRA UE88",
            "SVREC1 ER UUMG HT79 VLE6 4AGP ZYSA AR7Q RAUE 88", "SVREC1ERUUMGHT79VLE64AGPZYSAAR7QRAUE88-",
        ] {
            #expect(try RecoveryCode(text).cell.withBytes { [UInt8](copying: $0) } == bytes)
        }
    }

    @Test func `a recovery code's prefix is read in one piece`() {
        for text in [
            "SVRE C1ER UUMG HT79 VLE6 4AGP ZYSA AR7Q RAUE 88", "SVREC-1ERUU-MGHT-79VL-E64A-GPZY-SAAR-7QRA-UE88",
            "-SVREC1-ERUU-MGHT-79VL-E64A-GPZY-SAAR-7QRA-UE88",
        ] {
            #expect(throws: VaultError.invalidSecret(.recoveryCode)) { try RecoveryCode(text) }
        }
    }

    @Test(arguments: forms) func `any one character changed is refused`(_ form: Form) throws {
        let text = Array(form.text.utf8)
        for index in text.indices {
            for byte in 0x21..<0x7F as Range<UInt8> where byte != text[index] {
                // These are taken off, at either end or between groups.
                if byte == UInt8(ascii: "-") || [0x22, 0x27, 0x60].contains(byte) { continue }
                var wrong = text
                wrong[index] = byte
                let expected = index < form.prefix ? form.otherKind : VaultError.typo(missing: 0)
                #expect(throws: expected) { try form.read(String(decoding: wrong, as: UTF8.self)) }
            }
        }
    }

    @Test(arguments: forms) func `characters missing or too many are counted`(_ form: Form) {
        let text = form.text
        #expect(throws: VaultError.typo(missing: 1)) { try form.read(String(text.dropLast())) }
        #expect(throws: VaultError.typo(missing: 5)) {
            try form.read(String(text.prefix(form.prefix) + text.dropFirst(form.prefix + 5)))
        }
        #expect(throws: VaultError.typo(missing: -2)) { try form.read(text + "qq") }
        #expect(throws: VaultError.typo(missing: text.count - form.prefix)) {
            try form.read(String(text.prefix(form.prefix)))
        }
        #expect(throws: form.otherKind) { try form.read("") }
        #expect(throws: form.otherKind) { try form.read(String(text.prefix(form.prefix - 1))) }
    }

    @Test(arguments: forms) func `the other case, mixed case, white space inside and another kind are refused`(
        _ form: Form
    ) {
        let text = form.text
        let isUpper = text == text.uppercased()
        #expect(throws: form.otherKind) { try form.read(isUpper ? text.lowercased() : text.uppercased()) }
        let half = text.prefix(20) + (isUpper ? text.dropFirst(20).lowercased() : text.dropFirst(20).uppercased())
        #expect(throws: VaultError.typo(missing: 0)) { try form.read(String(half)) }
        let broken = text.prefix(20) + "\n" + text.dropFirst(20)
        #expect(throws: VaultError.typo(missing: -1)) { try form.read(String(broken)) }
        for other in Self.forms where other.name != form.name {
            #expect(throws: form.otherKind) { try form.read(other.text) }
        }
    }

    @Test func `a recipient that is a point of small order is refused`() throws {
        // The all-zero key, with the checksum that an encoder gives it.
        var text = [UInt8](repeating: 0, count: Bech32m.recipient.writtenCount)
        var output = text.mutableSpan
        Bech32m.recipient.encode([UInt8](repeating: 0, count: 32).span, into: &output)
        #expect(throws: VaultError.invalidRecipient) { try Recipient(String(decoding: text, as: UTF8.self)) }
    }

    @Test func `no error says anything of the text`() throws {
        let text = KnownAnswers.shared.text.raw_key
        for wrong in [String(text.dropLast()), text.lowercased(), text.dropLast(3) + "QQQ"] {
            do {
                _ = try RawKey(wrong)
                Issue.record("it was taken")
            } catch {
                #expect(!"\(error)".contains("4L7CC") && !"\(error)".lowercased().contains("4l7cc"))
            }
        }
    }
}
