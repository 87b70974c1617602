/// What an export says besides the session.
struct ExportTerms: Sendable {
    /// Who signs it.
    var signer: SigningIdentity?
    /// When it is to be no longer used, in seconds since 1970.
    var expires: Int64?
    var note: String?

    /// A note is a line or a page, and no place for a file.
    static let longestNote = 4_096

    /// - Throws: ``VaultError/unstorableValue(field:)`` for a note that is too long; ``VaultError/expired(at:)`` where
    ///   nobody could use the export any more.
    func check(at now: Int64) throws(VaultError) {
        guard (note?.utf8.count ?? 0) <= Self.longestNote else { throw .unstorableValue(field: "note") }
        if let expires, expires <= now { throw .expired(at: expires) }
    }
}
