#if CLI
internal import ArgumentParser
internal import SessionVault

/// What opens a session that is there.
struct SessionOptions: ParsableArguments {
    @OptionGroup(title: "What opens the session") var opening: OpeningOptions

    /// Opens the session for the time of `body`, and says what opening it found.
    ///
    /// - Parameters:
    ///   - cost: What passphrase slots cost that are written meanwhile.
    ///   - body: Gets the session and the secret that opened it.
    func withSession<Result>(
        _ name: SessionName, cost: CostOption? = nil,
        _ body: (Session, VaultSecret) async throws -> Result
    ) async throws -> Result {
        let name = try name.checked()
        return try await Failure.about(name.given) {
            let secret = try await secret(for: name)
            // After the look at the session, since it may have to be measured.
            let derivation = try await cost?.derivation ?? .standard
            let storage = FileStorage(path: name.path, mustExist: true).encrypted(
                with: secret, derivation: derivation, origin: try opening.origin.policy())
            return try await storage.withSession { try await body($0, secret) }
        }
    }

    /// Makes sure that what is typed can open the session.
    private static func requireUseful(_ choice: SecretChoice, for session: InspectedSession) throws {
        guard let vault = session.vault else {
            throw session.key == .plain ? VaultError.notEncrypted : VaultError.noSession
        }
        guard choice.given.isEmpty, choice.keyring == nil else { return }
        let hasPassphrase = vault.slots.contains { if case .passphrase = $0.kind { true } else { false } }
        guard !hasPassphrase else { return }
        let kinds = Set(SlotList(vault.slots).entries.map(\.kind)).sorted().joined(separator: ", ")
        throw Failure(
            .noAccess, "no passphrase opens it",
            hint: "its key slots are of these kinds: \(kinds); `--help` has the options")
    }

    /// The secret that opens the session. Before somebody types it, the session has to be there, and nobody else's.
    private func secret(for name: SessionName) async throws -> VaultSecret {
        let choice = try opening.choice()
        if choice.isTyped {
            try Self.requireUseful(choice, for: try Inspection.requireFree(name))
        } else if !name.isThere {
            throw VaultError.unsuitableFile(.missing, path: name.path)
        }
        return try await choice.secret(for: name.given, isNew: false)
    }
}
#endif
