#if CLI
internal import VaultLock
internal import VaultProcess

/// A line on the terminal about what takes longer than half a second: how far it is, how fast, and how long it will take.
/// Where standard error is no terminal, nothing is shown.
final class Progress: Sendable {
    private struct State {
        var done = 0
        var total = 0
    }

    private static let isShown = Lock(false)
    private static let patience = Duration.milliseconds(500)
    private static let interval = Duration.milliseconds(100)

    private let what: String
    private let start = ContinuousClock.now
    private let state = Lock(State())

    private init(_ what: String) { self.what = what }

    /// Runs `body`, which may report how far it is.
    static func during<Result>(_ what: String, _ body: (Progress) async throws -> Result) async throws -> Result {
        let progress = Progress(what)
        guard StandardStreams.isTerminal(.error) else { return try await body(progress) }
        let line = Task.detached {
            try await Task.sleep(for: patience)
            while !Task.isCancelled {
                progress.show()
                try await Task.sleep(for: interval)
            }
        }
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(progress))
        } catch {
            result = .failure(error)
        }
        line.cancel()
        _ = await line.result
        clearLine()
        return try result.get()
    }

    /// Says how many of how many are done; any thread may.
    func report(_ done: Int, of total: Int) {
        state.withLock { $0 = State(done: done, total: total) }
    }

    /// Takes the line off, before another is written.
    static func clearLine() {
        isShown.withLock { isShown in
            if isShown { Self.write("\r\u{1B}[K") }
            isShown = false
        }
    }

    private func show() {
        let state = state.withLock { $0 }
        let seconds = Double((ContinuousClock.now - start) / .seconds(1))
        var line = "\(what.withoutControls): "
        if state.total > 0, state.done >= state.total {
            line += "\(state.total) of \(state.total), ending, \(Int(seconds)) s"
        } else if state.total > 0, state.done > 0 {
            let rate = Double(state.done) / seconds
            let left = Int((Double(state.total - state.done) / rate).rounded(.up))
            line +=
                "\(state.done) of \(state.total), \(Int(rate)) a second, \(left / 60):\(Self.twoDigits(left % 60)) left"
        } else {
            line += "\(Int(seconds)) s"
        }
        Self.isShown.withLock { isShown in
            isShown = true
            // A longer one would go on in the next line, and stay there.
            Self.write("\r\u{1B}[K" + line.prefix(79))
        }
    }

    private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static func write(_ text: String) {
        try? StandardStreams.write(Array(text.utf8).span, to: .error)
    }
}
#endif
