internal import VaultLock

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The terminal that the process belongs to, asked for lines that it does not show.
///
/// It is opened by its own name, so standard input and output can be anything. Its echo is put back on every way out: a
/// line, an error, `exit`, and the signals of ``CaughtSignals``; only `SIGKILL`, `SIGSTOP`, `_exit` and a crash leave it
/// off.
package struct Terminal: ~Copyable {
    private static let path = "/dev/tty"
    private static let turn = Lock(())

    private let terminal: Int32
    private var signals: CaughtSignals

    /// Lends the terminal without its echo; others wait for their turn.
    ///
    /// - Throws: ``SecretInputError/noTerminal`` where there is none, and what `body` throws.
    package static func withoutEcho<Result: Sendable & ~Copyable>(
        _ body: (inout Terminal) throws -> Result
    ) throws -> Result {
        try turn.withLock { _ in
            let signals = try CaughtSignals()
            var terminal = Terminal(terminal: try opened(), signals: signals)
            try TerminalEcho.switchOff(terminal.terminal)
            return try body(&terminal)
        }
    }

    private init(terminal: Int32, signals: consuming CaughtSignals) {
        self.terminal = terminal
        self.signals = signals
    }

    private static func opened() throws(SecretInputError) -> Int32 {
        // A description of its own, so that not waiting is nobody else's.
        let terminal = unsafe open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard terminal < 0 else { return terminal }
        switch errno {
        case ENXIO, ENOENT, ENODEV, ENOTTY: throw .noTerminal
        default: throw .system(code: errno, call: "open")
        }
    }

    /// The signals go last, with those that came meanwhile.
    deinit {
        TerminalEcho.restore()
        close(terminal)
    }

    /// Shows `prompt` and waits for a line, without its end.
    ///
    /// It blocks its thread for as long as the user takes. The line comes from the system straight into guarded memory.
    ///
    /// - Throws: ``SecretInputError``: empty, too long, or interrupted.
    package mutating func line(_ prompt: String, limit: Int) throws -> SecretBytes {
        // Room for the line's end.
        let buffer = try SecretBytes(count: limit + 1)
        let start = unsafe try buffer.pointer()
        var count = 0
        try show(prompt)
        while true {
            let got = unsafe read(terminal, start + count, limit + 1 - count)
            if got < 0 {
                let code = errno
                guard code == EAGAIN || code == EINTR else { throw SecretInputError.system(code: code, call: "read") }
                // What was typed before a stop is dropped with it.
                if try wait(for: POLLIN) == .wentOn { try show(prompt) }
                continue
            }
            count += got
            let isWhole = unsafe got == 0 || start[count - 1] == UInt8(ascii: "\n")
            if isWhole {
                count -= got == 0 ? 0 : 1
                break
            }
            guard count <= limit else { throw SecretInputError.tooLong }
        }
        try show("\n")
        guard count > 0 else { throw SecretInputError.empty }
        return try buffer.withBytes { try SecretBytes(copying: $0.extracting(0..<count)) }
    }

    private mutating func show(_ text: String) throws(SecretInputError) {
        let bytes = Array(text.utf8)
        var shown = 0
        while shown < bytes.count {
            let rest = bytes[shown...]
            let count = unsafe rest.withUnsafeBytes { unsafe write(terminal, $0.baseAddress, $0.count) }
            if count >= 0 {
                shown += count
            } else if errno == EAGAIN || errno == EINTR {
                _ = try wait(for: POLLOUT)
            } else {
                throw .system(code: errno, call: "write")
            }
        }
    }

    private enum Event { case ready, wentOn }

    /// Waits for the terminal, and for signals, which come first.
    private mutating func wait(for events: Int32) throws(SecretInputError) -> Event {
        while true {
            if let signal = CaughtSignals.takeNoted() {
                try stepAside(for: signal)
                return .wentOn
            }
            var wanted = [
                pollfd(fd: terminal, events: Int16(events), revents: 0),
                pollfd(fd: CaughtSignals.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            _ = unsafe poll(&wanted, nfds_t(wanted.count), -1)
            // macOS does not wait for this device, so it is looked at every now and then.
            if wanted[0].revents & Int16(POLLNVAL) != 0 { usleep(20_000) }
            if wanted[0].revents != 0, wanted[1].revents == 0 { return .ready }
        }
    }

    /// Puts the terminal back and lets the signal do what it does. Where it only stopped the process, or its handler was
    /// of another mind than to end it, the terminal is asked on.
    ///
    /// - Throws: ``SecretInputError/interrupted`` where the signal is one by which users end a program.
    private mutating func stepAside(for signal: Int32) throws(SecretInputError) {
        // What lets a process go on finds the prompt shown where it came before that: nothing typed may show meanwhile.
        if signal != SIGCONT { TerminalEcho.restore() }
        signals.passOn(signal)
        guard ![SIGINT, SIGTERM, SIGHUP, SIGQUIT].contains(signal) else { throw .interrupted }
        try TerminalEcho.switchOff(terminal)
    }
}
