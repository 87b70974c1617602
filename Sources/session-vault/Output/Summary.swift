#if CLI
internal import SessionVault

/// What became of several sessions: one that fails stops no other.
struct Summary {
    /// What is done with each, such as `encrypted`.
    let verb: String
    private var done = 0
    private var failures: [Failure] = []

    init(verb: String) { self.verb = verb }

    /// Runs `body` for a session, and says what it throws.
    mutating func note(_ name: SessionName, _ body: () async throws -> Void) async {
        do {
            try await body()
            done += 1
        } catch {
            note(Failure(error, about: name.given))
        }
    }

    mutating func note(_ failure: Failure) {
        failures.append(failure)
        Diagnostics.error(failure)
    }

    /// Says how many there were of each, where there were several.
    ///
    /// - Throws: ``Ended`` with the first failure's status.
    func end() throws {
        if done + failures.count > 1 { Diagnostics.note("\(done) \(verb), \(failures.count) failed") }
        if let first = failures.first { throw Ended(status: first.status) }
    }
}

/// The command failed, and has said why.
struct Ended: Error {
    let status: ExitStatus
}
#endif
