#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The echo of the terminal that is being asked: off for that time, and put back by whoever ends it, `exit` too.
@safe enum TerminalEcho {
    private struct Found {
        /// Below 0 where nothing is to be put back.
        var terminal: Int32 = -1
        var settings = termios()
        /// What was made of them, which somebody else may have replaced since.
        var silent = termios()
    }

    private nonisolated(unsafe) static let found: UnsafeMutablePointer<Found> = {
        let found = UnsafeMutablePointer<Found>.allocate(capacity: 1)
        unsafe found.initialize(to: Found())
        // Another thread may end the process meanwhile.
        atexit { TerminalEcho.restore() }
        return unsafe found
    }()

    /// Switches it off and drops what was typed before; where it still is off, what is to be put back stays what it was.
    /// The terminal collects a line and makes signals of keys, whatever a program that crashed left it in.
    static func switchOff(_ terminal: Int32) throws(SecretInputError) {
        var settings = termios()
        guard unsafe tcgetattr(terminal, &settings) == 0 else {
            throw errno == ENOTTY ? .noTerminal : .system(code: errno, call: "tcgetattr")
        }
        let known = unsafe found.pointee
        let isStillOff = known.terminal == terminal && areEqual(settings, known.silent)
        if !isStillOff {
            var silent = settings
            silent.c_lflag &= ~tcflag_t(ECHO | ECHONL)
            silent.c_lflag |= tcflag_t(ICANON | ISIG)
            silent.c_iflag |= tcflag_t(ICRNL)
            unsafe found.pointee = Found(terminal: terminal, settings: settings, silent: silent)
            guard apply(silent, to: terminal) else { throw .system(code: errno, call: "tcsetattr") }
        }
        tcflush(terminal, TCIFLUSH)
    }

    private static func areEqual(_ one: termios, _ other: termios) -> Bool {
        one.c_lflag == other.c_lflag && one.c_iflag == other.c_iflag && one.c_oflag == other.c_oflag
            && one.c_cflag == other.c_cflag
    }

    /// Puts the terminal back as it was found, and drops what was typed and not read: it may be the rest of a secret.
    static func restore() {
        let (terminal, settings) = unsafe (found.pointee.terminal, found.pointee.settings)
        guard terminal >= 0 else { return }
        CaughtSignals.inBackground {
            tcflush(terminal, TCIFLUSH)
            _ = apply(settings, to: terminal)
        }
        unsafe found.pointee.terminal = -1
    }

    /// At once, and not after the output, which the user may have stopped.
    private static func apply(_ settings: termios, to terminal: Int32) -> Bool {
        var settings = settings
        while unsafe tcsetattr(terminal, TCSANOW, &settings) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }
}
