internal import VaultSQLite
internal import VaultSodium

/// What can be told without any secret: of files, and of texts. Nothing that is sealed is verified by it.
package enum Inspection {
    /// What a file is, and what it shows.
    package enum Finding: Sendable, Hashable {
        /// A session's file, whoever wrote it.
        case session(InspectedSession)
        /// A keyring's file.
        case keyring(InspectedEnvelope)
        /// An export's file.
        case export(InspectedEnvelope)
        /// A keyring's ledger, which shows nothing.
        case ledger
        /// A file with a text in it.
        case text(InspectedText, mode: UInt16)

        /// What the file's owner should know of it.
        package var warnings: [InspectionWarning] {
            switch self {
            case .session(let session): session.warnings
            case .keyring(let file), .export(let file): file.warnings
            case .ledger: []
            case .text(let text, let mode):
                text.warnings + (text.isSecret && mode & 0o077 != 0 ? [.readableByOthers(mode: mode)] : [])
            }
        }
    }

    /// What a file is.
    package enum Kind: Sendable, Hashable {
        case session, keyring, export, ledger, text
    }

    private static let magicLength = 7

    /// Tells by its first bytes what a file is, and inspects it as that.
    ///
    /// - Throws: As ``ofSession(_:)``, ``ofKeyring(_:)``, ``ofExport(_:)`` and ``ofText(_:)-(Span<UInt8>)``;
    ///   ``VaultError/unsuitableFile(_:path:)`` where it is none of these; ``VaultError/unsuitableSecret(_:path:)`` where
    ///   it is text, and belongs to another user or is too long.
    package static func ofFile(_ path: String) throws -> Finding {
        switch try kind(ofFile: path) {
        case .session: .session(try ofSession(path))
        case .keyring: .keyring(try ofKeyring(path))
        case .export: .export(try ofExport(path))
        case .ledger: .ledger
        case .text: try ofTextFile(path)
        }
    }

    /// Tells by its first bytes what a file is to be taken for. One that is missing, or no plain file, is taken for a
    /// session's, whose check says what is the matter.
    package static func kind(ofFile path: String) throws -> Kind {
        guard let start = try VaultError.mapping(path, { try firstBytes(of: path) }) else { return .session }
        switch start {
        case Envelope.Kind.keyring.magic: return .keyring
        case Envelope.Kind.vault.magic: return .export
        case Array(LedgerRecord.magic.prefix(magicLength)): return .ledger
        case _ where isText(start) && !path.hasSuffix(".session"): return .text
        default: return .session
        }
    }

    /// Enough of a file to tell what it is; nil where it is no plain file with something in it. Of a session string that
    /// is no more than its DC and the application's id, or four bytes of its key.
    private static func firstBytes(of path: String) throws -> [UInt8]? {
        guard !path.utf8.contains(0), let facts = try FileFacts.of(path), facts.kind == .regular, facts.size > 0 else {
            return nil
        }
        return try bytes(of: path, facts, upTo: magicLength, shown: path).bytes
    }

    /// SQLite's files begin with letters too.
    private static func isText(_ start: [UInt8]) -> Bool {
        start.count == magicLength && start != Array("SQLite ".utf8)
            && start.allSatisfy { (0x20...0x7E).contains($0) || (0x09...0x0D).contains($0) }
    }

    private static func ofTextFile(_ path: String) throws -> Finding {
        // Of a text that nobody may read but its owner no byte gets into memory that is not guarded.
        let bytes = try SecretSource.textFile(path).bytes(limit: longestText)
        let mode = try VaultError.mapping(path) { try FileFacts.of(path)?.mode } ?? 0
        return .text(try VaultError.mapping { try bytes.withBytes { try ofText($0) } }, mode: mode)
    }
}

extension InspectedText {
    /// Whether others are not to read it.
    fileprivate var isSecret: Bool {
        switch self {
        case .sessionString, .secret: true
        case .protectedString, .recipient, .signer: false
        }
    }
}
