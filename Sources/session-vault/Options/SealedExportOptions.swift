#if CLI
internal import ArgumentParser
internal import SessionVault

/// What goes with a sealed export.
struct SealedExportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Sign it with the signing identity in this file.", valueName: "file"), completion: .file())
    var signWith: String?

    @Option(
        help: ArgumentHelp(
            "When it is to be no longer used: 2027-01-31, 2027-01-31T12:00:00Z, 30d, 12h. An import checks it; who can open it can read it for ever.",
            valueName: "when"))
    var expires: ExpiryDate?

    @Option(help: ArgumentHelp("A line for whoever opens it, sealed with it.", valueName: "text"))
    var note: String?

    /// Who signs it.
    func signer() throws -> SigningIdentity? { try signWith.map { try SigningIdentity(file: $0) } }

    var isEmpty: Bool { signWith == nil && expires == nil && note == nil }
}
#endif
