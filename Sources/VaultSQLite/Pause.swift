#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A moment in which a thread does nothing.
package enum Pause {
    /// Waits for some milliseconds, so many that two who wait hardly ever come back at once. A signal ends it.
    package static func random(milliseconds: ClosedRange<Int>) {
        let microseconds = Int.random(in: milliseconds.lowerBound * 1_000...milliseconds.upperBound * 1_000)
        var time = timespec(tv_sec: microseconds / 1_000_000, tv_nsec: microseconds % 1_000_000 * 1_000)
        unsafe nanosleep(&time, nil)
    }
}
