#if CLI
internal import ArgumentParser
internal import SessionVault

/// Which vaults an identity may open.
struct OriginOptions: ParsableArguments {
    @Option(name: .customLong("vault"), help: ArgumentHelp("Open no vault but the one with this id.", valueName: "id"))
    var vault: VaultID?

    @Flag(help: "Take what an identity opens whoever made it: anybody can who has the public half.")
    var acceptUnverified = false

    func policy(signers: [Signer] = []) throws -> OriginPolicy {
        guard [vault != nil, acceptUnverified, !signers.isEmpty].count(where: \.self) <= 1 else {
            throw Failure.usage("--vault, --signed-by and --accept-unverified exclude each other")
        }
        if let vault { return .pinned(vault) }
        if !signers.isEmpty { return .signed(by: Set(signers)) }
        return acceptUnverified ? .acceptUnverified : .refuseUnverified
    }
}
#endif
