#if CLI
internal import VaultLock
internal import VaultProcess

/// The command that this process runs, as something that can be stopped.
enum RunningCommand {
    private static let task = Lock<Task<Void, any Error>?>(nil)

    /// Runs `body` to its end.
    static func run(_ body: sending @escaping @isolated(any) () async throws -> Void) async throws {
        let task = Task(operation: body)
        self.task.withLock { $0 = task }
        try await task.value
    }

    /// Runs what leaves nothing behind where it is stopped: Ctrl-C and the like stop it, and end the process once
    /// everything is closed. Nothing may be asked of the terminal meanwhile.
    static func stoppingCleanly<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await Interruption.deferring({ task.withLock { $0 }?.cancel() }, body)
        } catch let came as Interruption.Came {
            throw Ended(status: .system, signal: came.signal)
        }
    }
}
#endif
