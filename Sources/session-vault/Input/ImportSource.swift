#if CLI
internal import Foundation
internal import SessionVault
internal import VaultSodium

/// What `import` takes a session from.
enum ImportSource {
    case plain(SessionString)
    case protected(ProtectedString)
    /// A raw sealed box; its text.
    case box(String)
    /// An export's file, by its path.
    case export(String)
    /// Another client's session file, by its path.
    case sessionFile(String)

    /// Whether a secret opens it.
    var isSealed: Bool {
        switch self {
        case .plain, .sessionFile: false
        case .protected, .box, .export: true
        }
    }

    /// Tells what it is, by its first bytes.
    ///
    /// - Parameter source: A path, or `-` for standard input.
    static func read(_ source: String) async throws -> ImportSource {
        guard source != "-" else { return try text(try StandardInput.read(), "standard input") }
        return try await Failure.about(source) {
            switch try Inspection.kind(ofFile: source) {
            case .session: .sessionFile(source)
            case .export: .export(source)
            case .text: try text(try StandardInput.read(file: source), source)
            case .keyring, .ledger:
                throw Failure(.data, "\(source) is a keyring's, and holds no session")
            }
        }
    }

    private static func text(_ bytes: consuming SecretBytes, _ place: String) throws -> ImportSource {
        try bytes.withBytes { text in
            do {
                return .plain(try SessionString(text))
            } catch VaultError.sealedString {
                return .protected(try ProtectedString(text))
            } catch {
                // A box is base64 with padding, which no session string has.
                guard let box = try? UTF8Span(validating: text), text.count < 4_096, String(copying: box).isBox else {
                    throw error
                }
                return .box(String(copying: box))
            }
        }
    }

    /// Puts the session in it, and its peers, into `session`.
    func take(into session: Session, with secret: VaultSecret?, origin: OriginPolicy) async throws {
        switch (self, secret) {
        case (.plain(let string), _): try await session.import(string)
        case (.protected(let string), let secret?): try await session.import(string, with: secret, origin: origin).say()
        case (.export(let path), let secret?): try await session.import(from: path, with: secret, origin: origin).say()
        case (.box(let text), .identity(let identity)):
            guard origin == .acceptUnverified else {
                throw Failure(
                    .data, "a sealed box says nothing of who made it: anybody can who has the public key",
                    hint: "--accept-unverified takes it")
            }
            try await session.import(unverifiedBox: text, with: identity)
        case (.box, _): throw Failure(.noAccess, "a sealed box opens with an identity (--identity)")
        case (.sessionFile(let path), _): try await session.import(sessionFile: path)
        case (.protected, nil), (.export, nil): throw Failure(.software, "a sealed source was not opened")
        }
    }
}
#endif
