#if CLI
internal import SessionVault

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
