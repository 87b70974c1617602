/// What a text is, without a secret and with none of it shown.
package enum InspectedText: Sendable, Hashable {
    /// A plain session string: whoever reads it has the account.
    case sessionString(InspectedString)
    /// An export as text, `svault1_`. Nothing of it is verified.
    case protectedString(InspectedVault)
    /// The public half of an identity, `svpub1`.
    case recipient(Recipient)
    /// The public half of a signing identity, `svsig1`.
    case signer(Signer)
    /// A secret: a raw key, a recovery code, an identity or a signing identity.
    case secret(VaultError.SecretKind)

    /// What the text's owner should know of it.
    package var warnings: [InspectionWarning] {
        switch self {
        case .sessionString: [.plainKey]
        case .protectedString(let vault): vault.warnings
        case .recipient, .signer, .secret: []
        }
    }
}

/// What a plain session string says besides its key.
package struct InspectedString: Sendable, Hashable {
    /// How the text is laid out.
    package let form: SessionString.Form
    /// The DC's id.
    package let dataCenter: Int
    /// Whether it is of the test environment.
    package let isTest: Bool
    /// Whether the account is a bot's; nil where the string names no account.
    package let isBot: Bool?
    /// Whether the string names an application's id.
    package let hasAPIID: Bool

    init(_ string: SessionString) {
        form = string.form
        dataCenter = string.dataCenter.id
        isTest = string.dataCenter.isTest
        isBot = string.account?.isBot
        hasAPIID = string.apiID != nil
    }
}
