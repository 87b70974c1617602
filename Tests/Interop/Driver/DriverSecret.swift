import SessionVault

/// A secret as the tests write it down: its kind, a space, and its bytes in hexadecimal. They are the tests' own.
struct DriverSecret {
    let secret: VaultSecret
    /// Of a recipient: what can be added without its secret half.
    let recipient: Recipient?

    init(_ text: String) throws { try self.init(text.split(separator: " ").map(String.init)) }

    init(_ words: [String]) throws {
        guard words.count == 2 else { throw UsageError() }
        let bytes = Contents.Values.bytes(words[1])
        recipient = words[0] == "recipient" ? try Identity(secretKey: bytes.span).recipient : nil
        secret =
            switch words[0] {
            case "passphrase": .passphrase(try Passphrase(utf8: bytes.span))
            case "rawKey": .rawKey(try RawKey(bytes.span))
            case "recoveryCode": .recoveryCode(try RecoveryCode(bytes.span))
            case "identity", "recipient": .identity(try Identity(secretKey: bytes.span))
            default: throw UsageError()
            }
    }
}
