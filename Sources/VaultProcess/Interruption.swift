internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The signals that ask a process to end, put off until what must not be left half done was undone.
package enum Interruption {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP]

    /// Runs `body`. A signal that would have ended the process meanwhile calls `cancel` in its place; the process ends by it
    /// when `body` has returned or thrown. One that is ignored stays so.
    package static func deferring<Result>(
        _ cancel: @escaping @Sendable () -> Void, _ body: () async throws -> Result
    ) async rethrows -> Result {
        let holder = Holder()
        let sources = numbers.filter { !Signal.isIgnored($0) }.map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                holder.note(number)
                cancel()
            }
            source.activate()
            return (number, source)
        }
        defer {
            for (number, source) in sources {
                source.cancel()
                _ = signal(number, SIG_DFL)
            }
            // As if it had come now.
            if let number = holder.number { _ = kill(getpid(), number) }
        }
        return try await body()
    }

    /// Which signal came first.
    private final class Holder: Sendable {
        private let came = Mutex<Int32?>(nil)

        func note(_ number: Int32) { came.withLock { $0 = $0 ?? number } }

        var number: Int32? { came.withLock(\.self) }
    }
}
