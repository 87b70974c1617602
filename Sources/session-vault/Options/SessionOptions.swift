#if CLI
internal import ArgumentParser
internal import SessionVault

/// What opens a session that is there.
struct SessionOptions: ParsableArguments {
    @OptionGroup(title: "What opens the session") var opening: OpeningOptions

    /// Opens the session for the time of `body`, and says what opening it found.
    ///
    /// - Parameters:
    ///   - derivation: What passphrase slots cost that are written meanwhile.
    ///   - body: Gets the session and the secret that opened it.
    func withSession<Result>(
        _ name: SessionName, derivation: KeyDerivation = .standard,
        _ body: (Session, VaultSecret) async throws -> Result
    ) async throws -> Result {
        let name = try name.checked()
        return try await Failure.about(name.given) {
            let secret = try await secret(for: name)
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
        if choice.isTyped { try Self.requireUseful(choice, for: try Inspection.requireFree(name)) }
        return try await choice.secret(for: name.given, isNew: false)
    }
}

/// As ``SessionOptions``, for commands that take a plain session too.
struct AnySessionOptions: ParsableArguments {
    @OptionGroup var options: SessionOptions

    @Flag(help: "The session is plain, and is taken as it is. Nothing of it is proven: anybody can have put it there.")
    var unencrypted = false

    func withSession<Result>(_ name: SessionName, _ body: (Session) async throws -> Result) async throws -> Result {
        guard unencrypted else { return try await withSealed(name, body) }
        let name = try name.checked()
        guard try options.opening.choice().isEmpty else {
            throw Failure.usage("--unencrypted takes no secret: nothing is opened with it")
        }
        return try await Failure.about(name.given) {
            try requirePlainAsItIs(name)
            return try await FileStorage(path: name.path, mustExist: true).withSession(body)
        }
    }

    private func withSealed<Result>(
        _ name: SessionName, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        do {
            return try await options.withSession(name) { session, _ in try await body(session) }
        } catch let failure as Failure where failure.cause == .notEncrypted {
            throw failure.adding(hint: "with --unencrypted it is taken as it is")
        }
    }

    /// An earlier schema would be migrated by the opening, and its client could not go on with it.
    private func requirePlainAsItIs(_ name: SessionName) throws {
        let found = try Inspection.ofSession(name.path)
        guard found.vault == nil else {
            throw Failure(.data, "\(name.given) is sealed; leave out --unencrypted")
        }
        guard found.schema.isCurrent || !found.schema.isSupported else {
            throw Failure(
                .data, "\(name.given) is \(found.schema), which an opening would migrate",
                hint: "`session-vault import \(name.path) --as NAME` takes it over, and leaves it as it is")
        }
    }
}

extension Storage {
    /// Opens a session in this storage for the time of `body`, and says what opening it found.
    func withSession<Result>(_ body: (Session) async throws -> Result) async throws -> Result {
        let session = Session(self)
        let notices = try await Progress.during("opening") { _ in try await session.open() }
        StorageNotice.say(notices)
        let result: Result
        do {
            result = try await body(session)
        } catch {
            try? await session.close()
            throw error
        }
        try await session.close()
        return result
    }
}
#endif
