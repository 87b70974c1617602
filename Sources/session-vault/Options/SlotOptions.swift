#if CLI
internal import ArgumentParser
internal import SessionVault

/// What a new key slot is for.
struct SlotOptions: ParsableArguments {
    @OptionGroup var new: NewSecretOptions
    @OptionGroup var cost: CostOption

    @Flag(help: "A new passphrase, asked for twice. This is so where nothing else is said.")
    var passphrase = false

    @Option(help: ArgumentHelp("The holder of this public key.", valueName: "svpub1…"))
    var to: String?

    @Flag(help: "A new recovery code, which is printed on standard output: write it on paper.")
    var recovery = false

    /// A kind of slot, ready to be added.
    enum New {
        case secret(VaultSecret)
        case recipient(Recipient)
        case recoveryCode(RecoveryCode)
    }

    /// What the slot is for.
    ///
    /// - Parameters:
    ///   - subject: What the slot opens, for the prompt.
    ///   - keyring: Where the command has it: a keyring that it may be for.
    func read(for subject: String, keyring: NewKeyringOptions? = nil) async throws -> New {
        let choice = try keyring?.choice(new) ?? new.choice()
        let given = [!choice.isEmpty, passphrase && choice.isEmpty, to != nil, recovery].count(where: \.self)
        guard given <= 1 else { throw Failure.usage("a slot is for one secret; several were named") }
        if let to { return .recipient(try Recipient.those(of: "--to", [to])[0]) }
        if recovery { return .recoveryCode(try RecoveryCode.generate()) }
        return .secret(try await choice.secret(for: subject, isNew: true))
    }
}

extension SlotOptions.New {
    /// Adds the slot with what the caller has to add one, and says which it is.
    ///
    /// A recovery code is printed first: one that went nowhere is not to open anything.
    func add(
        secret addSecret: (VaultSecret) async throws -> SlotID,
        recipient addRecipient: (Recipient) async throws -> SlotID
    ) async throws -> SlotID {
        switch self {
        case .secret(let secret): return try await Progress.during("deriving") { _ in try await addSecret(secret) }
        case .recipient(let recipient): return try await addRecipient(recipient)
        case .recoveryCode(let code):
            do {
                try code.withText { try StandardOutput.printSecret($0) }
            } catch {
                Diagnostics.warning("the recovery code could not be printed, and no slot was added")
                throw error
            }
            do {
                return try await addSecret(.recoveryCode(code))
            } catch {
                Diagnostics.warning("the recovery code that was printed opens nothing")
                throw error
            }
        }
    }
}
#endif
