import Foundation
import SessionVault

extension Place {
    /// An export as text: plain, protected by the passphrase, `sealed=` to a recipient, or in a `box=` for a key.
    func export(as form: String) async throws -> String {
        let parts = form.split(separator: "=", maxSplits: 1).map(String.init)
        return try await withSession { session, _, _ in
            switch (parts[0], parts.dropFirst().first) {
            case ("pyrogram", nil): try await session.exportPlaintext(as: .pyrogram).unprotectedText()
            case ("pyrogram-old32", nil): try await session.exportPlaintext(as: .pyrogramOld32).unprotectedText()
            case ("pyrogram-old64", nil): try await session.exportPlaintext(as: .pyrogramOld64).unprotectedText()
            case ("protected", nil):
                try await session.export(protectedBy: try requiredPassphrase, derivation: derivation).text
            case ("sealed", let recipient?): try await session.export(sealedTo: [try Recipient(recipient)]).text
            case ("box", let key?): try await session.export(sealedToRawBoxKey: key)
            default: throw UsageError()
            }
        }
    }

    /// Takes over what any of those texts holds.
    func importString(_ text: String) async throws {
        let secret = try ProcessInfo.processInfo.environment["INTEROP_EXPORT_SECRET"].map {
            try DriverSecret($0).secret
        }
        try await withSession { session, _, _ in
            if text.hasPrefix("svault1_") {
                let secret = try secret ?? .passphrase(try requiredPassphrase)
                try await session.import(try ProtectedString(text), with: secret, origin: .acceptUnverified)
            } else if case .identity(let identity) = secret {
                try await session.import(unverifiedBox: text, with: identity)
            } else {
                try await session.import(try SessionString(text))
            }
        }
    }

    /// Takes over the session in another client's file.
    func importFile(_ source: String) async throws {
        _ = try await withSession { session, _, _ in try await session.import(sessionFile: source) }
    }
}
