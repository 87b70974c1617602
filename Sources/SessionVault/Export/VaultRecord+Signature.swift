internal import VaultSodium

/// An export's signature: over the vault's id, the recipients, and the record with everything in it.
///
/// Its recipients are inside so that none of them can seal it to somebody else under the sender's name.
extension VaultRecord {
    static let signatureLength = Signer.length + Ed25519.signatureLength

    private static let label = Array("SVT1export".utf8)

    /// Signs the record as it is, to be sealed in the vault with this id. Nothing of it may change afterwards.
    mutating func sign(with identity: SigningIdentity, for recipients: [Recipient], in vaultID: [UInt8]) throws {
        let keys = recipients.map(\.publicKey).sorted { $0.lexicographicallyPrecedes($1) }
        fields.removeAll { $0.type == FieldType.signature || $0.type == FieldType.signedRecipients }
        fields.append(Field(type: FieldType.signedRecipients, value: keys.flatMap(\.self)))
        setSignature(identity.signer, [UInt8](repeating: 0, count: Ed25519.signatureLength))
        setSignature(identity.signer, try identity.sign(try signedMessage(in: vaultID)))
    }

    /// Who signed it; nil where nobody did.
    ///
    /// - Parameter recipient: Whose slot opened it; nil where it was no recipient's: then it was made for none.
    /// - Throws: ``VaultError/invalidSignature`` where the signature is not right, or was not made for that recipient.
    func signer(in vaultID: [UInt8], openedBy recipient: Recipient?) throws -> Signer? {
        guard let value = value(of: FieldType.signature) else { return nil }
        let (key, signature) = (Array(value.prefix(Signer.length)), Array(value.dropFirst(Signer.length)))
        let signer: Signer
        do {
            signer = try Signer(publicKey: key)
        } catch VaultError.invalidSigner {
            throw VaultError.invalidSignature
        }
        var unsigned = self
        unsigned.setSignature(signer, [UInt8](repeating: 0, count: Ed25519.signatureLength))
        guard try signer.hasSigned(try unsigned.signedMessage(in: vaultID), signature),
            recipient.map({ signedRecipients.contains($0.publicKey) }) ?? signedRecipients.isEmpty
        else { throw VaultError.invalidSignature }
        return signer
    }

    /// Whether the signature has its list of recipients, ascending and each there once, and a record without one has
    /// none.
    var hasCanonicalRecipients: Bool {
        guard value(of: FieldType.signature) != nil else { return value(of: FieldType.signedRecipients) == nil }
        return value(of: FieldType.signedRecipients) != nil
            && zip(signedRecipients, signedRecipients.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
    }

    private var signedRecipients: [[UInt8]] {
        let keys = value(of: FieldType.signedRecipients) ?? []
        return stride(from: 0, to: keys.count, by: Recipient.length).map { Array(keys[$0..<($0 + Recipient.length)]) }
    }

    private mutating func setSignature(_ signer: Signer, _ signature: [UInt8]) {
        fields.removeAll { $0.type == FieldType.signature }
        fields.append(Field(type: FieldType.signature, value: signer.publicKey + signature))
    }

    /// What is signed, of a record whose signature is zeros.
    private func signedMessage(in vaultID: [UInt8]) throws -> [UInt8] {
        let recipients = signedRecipients
        let record = try VaultError.mapping { try BLAKE2b.secret(try encoded(), prefix: "") }
        return Self.label + vaultID + [UInt8(recipients.count)] + recipients.flatMap(\.self)
            + (try VaultError.mapping { try record.withBytes { [UInt8](copying: $0) } })
    }
}
