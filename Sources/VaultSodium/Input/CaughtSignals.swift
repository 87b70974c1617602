#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The signals that would end or stop the process while a terminal's echo is off.
///
/// The handler only notes a signal in a pipe, since it runs on any thread and in the middle of anything. The thread that
/// asks the terminal finds the note, puts the terminal right, and raises the signal anew on itself, with the disposition
/// that it had: so the process ends, stops or handles it as it would have without us.
struct CaughtSignals: ~Copyable {
    /// `SIGCONT` is among them since a shell may have switched the echo on meanwhile.
    private static let all = [
        SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGTSTP, SIGCONT, SIGUSR1, SIGUSR2, SIGXCPU,
    ]
    /// What stops a process in the background that uses the terminal: it has to reach the thread that does.
    private static let background = [SIGTTIN, SIGTTOU]

    /// The dispositions that ours took the place of.
    private var previous: [Disposition]
    private var mask = sigset_t()

    private struct Disposition {
        var signal: Int32
        var action: sigaction
    }

    /// Catches them, but for those that are ignored, until the value goes.
    init() throws(SecretInputError) {
        try Notes.open()
        // A thread of a pool blocks them all.
        var wanted = Self.set(of: Self.all + Self.background)
        unsafe pthread_sigmask(SIG_UNBLOCK, &wanted, &mask)
        previous = Self.catching(Self.all)
    }

    deinit {
        Self.restore(previous)
        while let signal = Self.takeNoted() { raise(signal) }
        var mask = mask
        unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
    }

    /// Raises a signal on this thread, with the disposition that it had before; returns where the process goes on.
    ///
    /// The others stay caught: one that comes meanwhile would end the process with the echo off. `SIGCONT` does not end
    /// it, and comes at once where the signal stopped the process.
    mutating func passOn(_ signal: Int32) {
        let passed = previous.filter { $0.signal == signal || $0.signal == SIGCONT }
        Self.restore(passed)
        raise(signal)
        previous.removeAll { $0.signal == signal || $0.signal == SIGCONT }
        previous += Self.catching(passed.map(\.signal))
    }

    /// The next signal that was caught; nil where there is none.
    static func takeNoted() -> Int32? {
        var signal: UInt8 = 0
        return unsafe read(Notes.reading, &signal, 1) == 1 ? Int32(signal) : nil
    }

    /// Has something to read where a signal was caught.
    static var descriptor: Int32 { Notes.reading }

    /// Runs `body` with the stop withheld that a process in the background gets for a change of the terminal.
    static func inBackground(_ body: () -> Void) {
        var (wanted, mask) = (set(of: [SIGTTOU]), sigset_t())
        unsafe pthread_sigmask(SIG_BLOCK, &wanted, &mask)
        body()
        unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
    }

    private static func catching(_ signals: [Int32]) -> [Disposition] {
        var ours = sigaction()
        ours.setHandler(note)
        ours.sa_flags = SA_RESTART
        return signals.compactMap { signal in
            var found = sigaction()
            guard unsafe sigaction(signal, nil, &found) == 0, !found.isIgnored,
                unsafe sigaction(signal, &ours, nil) == 0
            else { return nil }
            return Disposition(signal: signal, action: found)
        }
    }

    private static func restore(_ dispositions: [Disposition]) {
        for disposition in dispositions {
            var action = disposition.action
            unsafe sigaction(disposition.signal, &action, nil)
        }
    }

    private static func set(of signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        return set
    }
}

/// The pipe. It stays open, since a handler may still be about to write when its signal is no longer caught.
@safe private enum Notes {
    private struct Ends {
        var reading: Int32 = -1
        var writing: Int32 = -1
        /// A child must not read its parent's notes.
        var owner: pid_t = 0
    }

    /// A handler reaches it without a lock and without the runtime's check of accesses.
    private nonisolated(unsafe) static let ends: UnsafeMutablePointer<Ends> = {
        let ends = UnsafeMutablePointer<Ends>.allocate(capacity: 1)
        unsafe ends.initialize(to: Ends())
        return unsafe ends
    }()

    static var reading: Int32 { unsafe ends.pointee.reading }
    static var writing: Int32 { unsafe ends.pointee.writing }

    static func open() throws(SecretInputError) {
        guard unsafe ends.pointee.owner != getpid() else { return }
        var pair: [Int32] = [-1, -1]
        guard unsafe pipe(&pair) == 0 else { throw .system(code: errno, call: "pipe") }
        for end in pair {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        unsafe ends.pointee = Ends(reading: pair[0], writing: pair[1], owner: getpid())
    }
}

/// The handler: async-signal-safe, and without a trace for the code that it interrupts.
private let note: @convention(c) (Int32) -> Void = { signal in
    let code = errno
    var number = UInt8(truncatingIfNeeded: signal)
    _ = unsafe write(Notes.writing, &number, 1)
    errno = code
}

extension sigaction {
    fileprivate mutating func setHandler(_ handler: @convention(c) @escaping (Int32) -> Void) {
        #if canImport(Glibc)
        unsafe __sigaction_handler.sa_handler = handler
        #elseif canImport(Musl)
        unsafe __sa_handler.sa_handler = handler
        #else
        unsafe __sigaction_u.__sa_handler = handler
        #endif
    }

    fileprivate var isIgnored: Bool {
        #if canImport(Glibc)
        let handler = unsafe __sigaction_handler.sa_handler
        #elseif canImport(Musl)
        let handler = unsafe __sa_handler.sa_handler
        #else
        let handler = unsafe __sigaction_u.__sa_handler
        #endif
        return unsafe unsafeBitCast(handler, to: UInt.self) == unsafeBitCast(SIG_IGN, to: UInt.self)
    }
}
