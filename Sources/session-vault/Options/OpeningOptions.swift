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

/// What opens a session: one secret, or a keyring, or else a passphrase that is asked for on the terminal.
struct OpeningOptions: ParsableArguments {
    @OptionGroup var secrets: SecretOptions
    @OptionGroup var keyring: KeyringFileOptions
    @OptionGroup var origin: OriginOptions

    /// Where the secret is; a keyring that an identity unlocks is taken as the sessions are.
    func choice() throws -> SecretChoice {
        var choice = try keyring.choice(secrets)
        if origin.acceptUnverified { choice.keyringOrigin = .acceptUnverified }
        return choice
    }
}

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

extension Recipient {
    /// Those that an option names.
    static func those(of option: String, _ texts: [String]) throws -> [Recipient] {
        let recipients = try texts.map { text in
            do {
                return try Recipient(text)
            } catch VaultError.invalidRecipient {
                throw Failure(.data, "\(option) takes a recipient, svpub1…, as `session-vault keygen` prints it")
            } catch {
                throw Failure(error, about: option)
            }
        }
        guard Set(recipients).count == recipients.count else { throw Failure.usage("\(option) names somebody twice") }
        return recipients
    }
}
#endif
