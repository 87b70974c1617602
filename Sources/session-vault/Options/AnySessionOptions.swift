#if CLI
internal import ArgumentParser
internal import SessionVault

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
                hint: "`session-vault import \(name.path.shellWord) --as NAME` takes it over, and leaves it as it is")
        }
    }
}
#endif
