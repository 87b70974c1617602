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
        return try given.map { try $0.read() }
    }

    /// Runs `rotate` with the secrets given, and once more with those that are missing, where they can be typed.
    func rotate(
        _ subject: String, slots: [VaultSlot], _ rotate: ([VaultSecret], Set<SlotID>) async throws -> Void
    ) async throws {
        var secrets = try read()
        do {
            try await rotate(secrets, Set(drop))
        } catch VaultError.slotSecretsMissing(let missing) {
            for id in missing {
                switch slots.first(where: { $0.id == id })?.kind {
                case .passphrase: secrets.append(.passphrase(try SecretChoice.ask(for: "key slot \(id)", isNew: false)))
                case .recoveryCode:
                    secrets.append(.recoveryCode(try RecoveryCode(terminal: "Recovery code of \(id): ")))
                default: throw VaultError.slotSecretsMissing(missing)
                }
            }
            try await rotate(secrets, Set(drop))
        }
    }
}
#endif
