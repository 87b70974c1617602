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

    /// The secret that opens the session. Before somebody types it, the session has to be there, and nobody else's.
    private func secret(for name: SessionName) async throws -> VaultSecret {
        let choice = try opening.choice()
        if choice.isTyped { try Inspection.requireFree(name) }
        return try await choice.secret(for: name.given, isNew: false)
    }
}

/// As ``SessionOptions``, for commands that take a plain session too.
struct AnySessionOptions: ParsableArguments {
    @OptionGroup var options: SessionOptions

    @Flag(help: "The session is plain, and is taken as it is. Nothing of it is proven: anybody can have put it there.")
    var unencrypted = false

    func withSession<Result>(_ name: SessionName, _ body: (Session) async throws -> Result) async throws -> Result {
        guard unencrypted else { return try await options.withSession(name) { session, _ in try await body(session) } }
        let name = try name.checked()
        guard try options.opening.choice().isEmpty else {
            throw Failure.usage("--unencrypted takes no secret: nothing is opened with it")
        }
        return try await Failure.about(name.given) {
            try await FileStorage(path: name.path, mustExist: true).withSession(body)
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
