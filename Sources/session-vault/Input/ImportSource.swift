#if CLI
internal import SessionVault

/// What `import` takes a session from.
enum ImportSource: Sendable {
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
    static func read(_ source: String) throws -> ImportSource {
        guard source != "-" else { return try InputText.ofStandardInput(text) }
        // What a shell makes of `<(COMMAND)`.
        if source.isPipe { return try InputText.ofFile(source, text) }
        return try Failure.about(source) {
            switch try Inspection.kind(ofFile: source) {
            case .session: try plainFile(source)
            case .export: .export(source)
            case .text: try InputText.ofFile(source, text)
            case .keyring, .ledger:
                throw Failure(.data, "\(source) is a keyring's, and holds no session")
            }
        }
    }

    /// A session's file that is there, is nobody's at the moment, and is plain.
    private static func plainFile(_ path: String) throws -> ImportSource {
        switch try Inspection.ofSession(path).key {
        case .none: throw VaultError.noSession
        case .sealed:
            throw Failure(
                .data, "\(path) is sealed already", hint: "copy the file, or `session-vault export` it and import that")
        case .plain: return .sessionFile(path)
        }
    }

    private static func text(_ text: Span<UInt8>) throws -> ImportSource {
        do {
            return .plain(try SessionString(text))
        } catch VaultError.sealedString {
            return .protected(try ProtectedString(text))
        } catch {
            // A box's length says what it is: no session string has it.
            guard let box = try? UTF8Span(validating: text), RawBoxText.isOne(text) else { throw error }
            return .box(String(copying: box))
        }
    }

    /// Whoever asks for a signature, or for one vault, is to get nothing else.
    ///
    /// - Throws: ``Failure`` where the source can have neither.
    func check(_ origin: OriginPolicy) throws {
        switch (self, origin) {
        case (.protected, _), (.export, _), (_, .refuseUnverified), (_, .acceptUnverified): return
        default: throw Failure(.data, "it is no export, and has no signature and no vault's id that could be looked at")
        }
    }

    /// Puts the session in it, and its peers, into `session`.
    ///
    /// - Returns: Says who made it, where that is to be said.
    func take(
        into session: Session, with secret: VaultSecret?, origin: OriginPolicy, _ progress: Progress
    ) async throws -> @Sendable () -> Void {
        switch (self, secret) {
        case (.plain(let string), _):
            try await session.import(string)
            return {}
        case (.protected(let string), let secret?):
            let export = try await session.import(string, with: secret, origin: origin)
            return { export.say() }
        case (.export(let path), let secret?):
            let export = try await session.import(from: path, with: secret, origin: origin) {
                progress.report($0.rowsDone, of: $0.rowsTotal)
            }
            return { export.say() }
        case (.box(let text), .identity(let identity)):
            guard origin == .acceptUnverified else {
                throw Failure(
                    .data, "a sealed box says nothing of who made it: anybody can who has the public key",
                    hint: "--accept-unverified takes it")
            }
            let origin = try await session.import(unverifiedBox: text, with: identity)
            return { origin.say() }
        case (.box, _): throw Failure(.noAccess, "a sealed box opens with an identity (--identity)")
        case (.sessionFile(let path), _):
            try await session.import(sessionFile: path) { progress.report($0.rowsDone, of: $0.rowsTotal) }
            return {}
        case (.protected, nil), (.export, nil): throw Failure(.software, "a sealed source was not opened")
        }
    }
}
#endif
