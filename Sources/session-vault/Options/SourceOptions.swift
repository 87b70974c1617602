#if CLI
internal import ArgumentParser
internal import SessionVault

/// What opens an export or a box, and who has to have made it.
struct SourceOptions: ParsableArguments {
    @OptionGroup var secrets: SecretOptions
    @OptionGroup var origin: OriginOptions

    @Option(
        help: ArgumentHelp(
            "Take what this signer has signed, and nothing else; may be repeated.", valueName: "svsig1…"))
    var signedBy: [String] = []

    func policy() throws -> OriginPolicy {
        let signers = try signedBy.map { text in
            do {
                return try Signer(text)
            } catch {
                throw Failure.usage("--signed-by takes a signer, svsig1…: \(Failure(error).message)")
            }
        }
        return try origin.policy(signers: signers)
    }
}
#endif
