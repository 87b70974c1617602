#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The handlers that the Swift runtime installs for crashes where `SWIFT_BACKTRACE` asks for it: they start a program
/// that reads the registers and the memory around them and prints both
/// (<https://github.com/swiftlang/swift/blob/main/docs/Backtracing.rst>).
enum CrashHandlers {
    private static let signals = [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP]

    /// Has a crash end the process and do nothing else.
    static func remove() {
        for signal in signals { Signal.removeHandler(signal) }
    }
}
