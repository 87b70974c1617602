#if CLI
internal import ArgumentParser
internal import SessionVault

/// The secrets of the other key slots, which a rotation makes anew.
struct OtherSecrets: ParsableArguments {
    @Option(
        help: ArgumentHelp("A passphrase of another slot that stays; may be repeated.", valueName: "file"),
        completion: .file())
    var alsoPassphraseFile: [String] = []

    @Option(
        help: ArgumentHelp("A raw key of another slot that stays; may be repeated.", valueName: "file"),
        completion: .file())
    var alsoKeyFile: [String] = []

    @Option(
        help: ArgumentHelp("A recovery code of another slot that stays; may be repeated.", valueName: "file"),
        completion: .file())
    var alsoRecoveryFile: [String] = []

    @Option(help: ArgumentHelp("A slot that goes, with its holder's way in; may be repeated.", valueName: "id"))
    var drop: [SlotID] = []

    /// What of it opens something.
    func read() throws -> [VaultSecret] {
        let given =
            alsoPassphraseFile.map(GivenSecret.passphraseFile) + alsoKeyFile.map(GivenSecret.keyFile)
            + alsoRecoveryFile.map(GivenSecret.recoveryFile)
        return try given.map { secret in
            try secret.checkPlace()
            return try secret.read()
        }
    }

    /// The secret of a slot that can be typed.
    private static func ask(for slot: VaultSlot?, of missing: [SlotID]) throws -> VaultSecret {
        switch slot?.kind {
        case .passphrase: .passphrase(try SecretChoice.ask(for: "key slot \(slot?.id.description ?? "")", isNew: false))
        case .recoveryCode:
            .recoveryCode(try RecoveryCode(terminal: "Recovery code of key slot \(slot?.id.description ?? ""): "))
        default: throw VaultError.slotSecretsMissing(missing)
        }
    }

    /// Runs `rotate` with the secrets given, and once more with those that are missing, where they can be typed.
    func rotate(
        _ subject: String, slots: [VaultSlot], _ rotate: ([VaultSecret], Set<SlotID>) async throws -> Void
    ) async throws {
        var secrets = try read()
        do {
            try await rotate(secrets, Set(drop))
        } catch VaultError.slotSecretsMissing(let missing) {
            do {
                for id in missing { secrets.append(try Self.ask(for: slots.first { $0.id == id }, of: missing)) }
            } catch VaultError.unsuitableSecret(.noTerminal, _) {
                throw VaultError.slotSecretsMissing(missing)
            }
            try await rotate(secrets, Set(drop))
        }
    }
}
#endif
