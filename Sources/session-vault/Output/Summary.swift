#if CLI
internal import SessionVault

/// What became of several sessions: one that fails stops no other.
struct Summary {
    /// What is done with each, such as `encrypted`.
    let verb: String
    /// Of how many it is said.
    private let count: Int
    private var done = 0
    private var doneBefore = 0
    private var failures: [Failure] = []

    init(verb: String, of count: Int) {
        self.verb = verb
        self.count = count
    }

    /// Runs `body` for a session, and says what it throws.
    mutating func note(_ name: SessionName, _ body: () async throws -> Void) async {
        do {
            try await body()
            done += 1
        } catch {
            note(Failure(error, about: name.given))
        }
    }

    private mutating func note(_ failure: Failure) {
        // Of several, that is what was asked for; of one, it may have been meant to have another secret.
        if failure.status == .exists, count > 1 {
            doneBefore += 1
            return Diagnostics.note(failure.message)
        }
        failures.append(failure)
        Diagnostics.error(failure)
    }

    /// Says how many there were of each, where there were several.
    ///
    /// - Throws: ``Ended`` with the first failure's status.
    func end() throws {
        if count > 1 {
            let before = doneBefore > 0 ? ", \(doneBefore) \(verb) before" : ""
            Diagnostics.note("\(done) \(verb)\(before), \(failures.count) failed")
        }
        if let first = failures.first { throw Ended(status: first.status) }
    }
}
#endif
