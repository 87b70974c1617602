/// A storage that closes in a cancelled task as in any other: it does not look whether it is in one.
protocol UncancelledClosing: Storage {}

extension Storage {
    /// Closes, in a cancelled task too.
    ///
    /// An engine of somebody else's may give up in such a task, so it gets one of its own. That costs a change of
    /// threads, and for a file more than its close.
    func closeInAnyCase() async throws {
        if self is any UncancelledClosing { return try await close() }
        try await Task { try await close() }.value
    }
}
