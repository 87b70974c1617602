@testable import SessionVault

/// The classes of refusals that the test vectors name; see the article *Format*.
enum KitClass: String, CaseIterable {
    case typo, malformed, version, kind, cut, secret, cost, tampered, signature, origin, expired, value, box, key
    case plainString = "plain string"
    case sealedString = "sealed string"
    case otherVault = "other vault"

    /// The class that an error is of; nil for an error that no test vector is about.
    init?(_ error: VaultError) {
        switch error {
        case .typo: self = .typo
        case .plainSessionString: self = .plainString
        case .sealedString: self = .sealedString
        case .invalidEnvelope(.version): self = .version
        case .invalidEnvelope(.kind): self = .kind
        case .invalidEnvelope, .invalidSessionString: self = .malformed
        // What does not begin as it should is told by what it begins as.
        case .unsuitableFile(.empty, _), .unsuitableFile(.export, _), .unsuitableFile(.keyring, _),
            .unsuitableFile(.database, _), .unsuitableFile(.protectedString, _), .unsuitableFile(.unknown, _):
            self = .malformed
        case .unsuitableFile(.truncated, _): self = .cut
        case .incorrectPassphrase, .noMatchingSlot: self = .secret
        case .derivationBelowPolicy, .derivationAbovePolicy: self = .cost
        case .tampered: self = .tampered
        case .invalidSignature: self = .signature
        case .unverifiedOrigin: self = .origin
        case .otherVault: self = .otherVault
        case .expired: self = .expired
        case .invalidValue: self = .value
        case .invalidBox: self = .box
        case .invalidSecret, .invalidRecipient, .invalidSigner: self = .key
        default: return nil
        }
    }
}
