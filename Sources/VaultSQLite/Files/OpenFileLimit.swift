#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How many descriptors this process may have open.
package enum OpenFileLimit {
    /// What an open session's file takes at once at the most: the database, its log, and a file or directory that is
    /// looked into for a moment.
    package static let descriptorsOfSession = 3

    /// Whether the code says that the process, and not the system, has too many.
    package static func isOwn(_ code: Int32) -> Bool { code == EMFILE }

    /// What holds now.
    package static var soft: Int { limits.soft }

    /// Raises what holds now to `wanted`, or as far as it can be raised.
    ///
    /// - Returns: What holds then.
    @discardableResult
    package static func raise(to wanted: Int) -> Int {
        let (soft, hard) = limits
        guard soft < wanted else { return soft }
        var limit = rlimit(rlim_cur: rlim_t(min(wanted, hard)), rlim_max: rlim_t(hard))
        return unsafe setrlimit(resource, &limit) == 0 ? min(wanted, hard) : soft
    }

    private static var limits: (soft: Int, hard: Int) {
        var limit = rlimit()
        guard unsafe getrlimit(resource, &limit) == 0 else { return (0, 0) }
        // Without a limit the number is beyond what an Int holds.
        return (Int(clamping: limit.rlim_cur), Int(clamping: limit.rlim_max))
    }

    #if canImport(Glibc)
    private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
    #else
    private static var resource: Int32 { RLIMIT_NOFILE }
    #endif
}
