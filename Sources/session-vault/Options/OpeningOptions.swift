#if CLI
internal import ArgumentParser
internal import SessionVault

/// What opens what is there: one secret, or a keyring, or else a passphrase that is asked for on the terminal.
struct OpeningOptions: ParsableArguments {
    @Option(help: "Read the passphrase from this file, whose mode lets nobody else read it.", completion: .file())
    var passphraseFile: String?

    @Option(help: ArgumentHelp("Read the passphrase from this descriptor, to its end.", valueName: "n"))
    var passphraseFd: Int32?

    @Option(
        help: ArgumentHelp(
            "Take the passphrase from this variable, which is removed. A file is better.", valueName: "var"))
    var passphraseEnv: String?

    @Option(help: "Read a raw key from this file: 32 bytes, or SVKEY1….", completion: .file())
    var keyFile: String?

    @Option(help: "Read an identity from this file: SVSEC1….", completion: .file())
    var identity: String?

    @Option(help: "Read a recovery code from this file: SVREC1….", completion: .file())
    var recoveryFile: String?

    @Option(
        help: ArgumentHelp(
            "Open with this keyring. The options above say what unlocks it; else its passphrase is asked for.",
            valueName: "file"), completion: .file())
    var keyring: String?

    @Option(help: ArgumentHelp("The keyring's ledger, which shows a rollback.", valueName: "file"), completion: .file())
    var ledger: String?

    @Option(name: .customLong("vault"), help: ArgumentHelp("Open no vault but the one with this id.", valueName: "id"))
    var vault: VaultID?

    @Flag(help: "Take what an identity opens whoever made it: anybody can who has the public half.")
    var acceptUnverified = false

    var given: [GivenSecret] {
        [
            passphraseFile.map(GivenSecret.passphraseFile), passphraseFd.map(GivenSecret.passphraseDescriptor),
            passphraseEnv.map(GivenSecret.passphraseVariable), keyFile.map(GivenSecret.keyFile),
            identity.map(GivenSecret.identityFile), recoveryFile.map(GivenSecret.recoveryFile),
        ].compactMap(\.self)
    }

    /// Where the secret is.
    func choice() throws -> SecretChoice {
        try SecretChoice(given: given, keyring: keyring, ledger: ledger, prefix: "").checked()
    }

    /// Which vaults an identity may open.
    func origin(signers: [Signer] = []) throws -> OriginPolicy {
        guard [vault != nil, acceptUnverified, !signers.isEmpty].count(where: \.self) <= 1 else {
            throw Failure.usage("--vault, --signed-by and --accept-unverified exclude each other")
        }
        if let vault { return .pinned(vault) }
        if !signers.isEmpty { return .signed(by: Set(signers)) }
        return acceptUnverified ? .acceptUnverified : .refuseUnverified
    }
}
#endif
