#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What signals do to this process.
enum Signal {
    /// Has `SIGPIPE` do nothing.
    static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

    /// Has `SIGPIPE` end the process, as it does where nobody says otherwise.
    static func endAtBrokenPipes() { _ = signal(SIGPIPE, SIG_DFL) }

    /// Whether the process was started with `SIGPIPE` ignored, as long as nothing was changed.
    static var ignoresBrokenPipes: Bool { isIgnored(SIGPIPE) }

    /// Whether a signal does nothing.
    static func isIgnored(_ number: Int32) -> Bool {
        var found = sigaction()
        guard unsafe sigaction(number, nil, &found) == 0 else { return false }
        return found.isIgnored
    }

    /// Takes the handler off a signal, if it has one: it does then what it does by itself.
    static func removeHandler(_ number: Int32) {
        var found = sigaction()
        guard unsafe sigaction(number, nil, &found) == 0, !found.isIgnored else { return }
        _ = signal(number, SIG_DFL)
    }

    /// The signals that are withheld from this thread.
    static var mask: sigset_t {
        get {
            var mask = sigset_t()
            unsafe pthread_sigmask(SIG_SETMASK, nil, &mask)
            return mask
        }
        set {
            var mask = newValue
            unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
        }
    }
}

extension sigaction {
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
