#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The system's clock. The standard library has only clocks that cannot be compared between processes.
package enum WallClock {
    /// Seconds since 1970.
    package static func seconds() -> Int64 { Int64(time(nil)) }
}
