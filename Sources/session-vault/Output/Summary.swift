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
            let failure = Failure(error, about: name.given)
            failures.append(failure)
            Diagnostics.error(failure)
        }
    }

    /// Says how many there were of each, where there were several.
    ///
    /// - Throws: ``Ended`` with the first failure's status; that it was done already is the last thing to be said.
    func end() throws {
        let already = failures.count { $0.status == .exists }
        if done + failures.count > 1 {
            let before = already > 0 ? ", \(already) \(verb) before" : ""
            Diagnostics.note("\(done) \(verb)\(before), \(failures.count - already) failed")
        }
        guard let first = failures.first(where: { $0.status != .exists }) ?? failures.first else { return }
        throw Ended(status: first.status)
    }
}

/// The command failed, and has said why.
struct Ended: Error {
    let status: ExitStatus
}
#endif
