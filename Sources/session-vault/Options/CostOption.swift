#if CLI
internal import ArgumentParser
internal import SessionVault

/// What a guess at a passphrase costs that is made.
struct CostOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What a guess at a passphrase costs that is made: minimum, standard, strong, or a time such as 500ms.",
            valueName: "cost"))
    var cost: Cost = .standard

    var derivation: KeyDerivation {
        get async throws { try await cost.derivation }
    }
}
#endif
