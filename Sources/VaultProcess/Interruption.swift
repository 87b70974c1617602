internal import Dispatch
internal import VaultLock

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The signals that ask a process to end, put off until what must not be left half done was undone.
package enum Interruption {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// A signal came that was put off: whoever catches this lets go of what there is, and calls ``end(by:)``.
    package struct Came: Error {
        package let signal: Int32
    }

    /// Runs `body`. A signal that would have ended the process meanwhile calls `cancel` in its place. One that is ignored
    /// stays so.
    ///
    /// - Throws: ``Came`` where a signal came, whatever became of `body`; and what `body` throws.
    package static func deferring<Result>(
        _ cancel: @escaping @Sendable () -> Void, _ body: () async throws -> Result
    ) async throws -> Result {
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
        }
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        if let number = holder.number { throw Came(signal: number) }
        return try result.get()
    }

    /// Ends the process by the signal, as if it had come now.
    package static func end(by number: Int32) -> Never {
        _ = kill(getpid(), number)
        // It is another thread that the system may give it to, in a moment.
        for _ in 0..<200 { usleep(10_000) }
        _exit(128 + number)
    }

    /// Which signal came first.
    private final class Holder: Sendable {
        private let came = Lock<Int32?>(nil)

        func note(_ number: Int32) { came.withLock { $0 = $0 ?? number } }

        var number: Int32? { came.withLock(\.self) }
    }
}
