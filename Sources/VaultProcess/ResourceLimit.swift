#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How much of something the process may have: what holds, and how far it may be raised.
package struct ResourceLimit: Equatable, Sendable {
    package enum Kind: CaseIterable, Sendable {
        /// Bytes of a core dump.
        case coreDump
        /// Bytes of memory that is kept out of swap.
        case lockedMemory
        /// One more than the highest descriptor.
        case openFiles
    }

    /// What holds.
    package var soft: UInt64
    /// How far it may be raised.
    package var hard: UInt64

    /// Whether the number says that there is no limit.
    package static func isUnlimited(_ number: UInt64) -> Bool { number >= UInt64(Int64.max) }

    /// The limit now; nil where the system does not tell.
    package static func current(_ kind: Kind) -> ResourceLimit? {
        var limit = rlimit()
        guard unsafe getrlimit(resource(kind), &limit) == 0 else { return nil }
        return ResourceLimit(soft: UInt64(limit.rlim_cur), hard: UInt64(limit.rlim_max))
    }

    /// The limit that the process was started with; nil where it was not remembered.
    package static func found(_ kind: Kind) -> ResourceLimit? { InheritedState.remembered?.limits[kind] }

    /// Makes it hold.
    ///
    /// - Returns: Whether the system let us.
    @discardableResult
    func apply(to kind: Kind) -> Bool {
        var limit = rlimit(rlim_cur: rlim_t(soft), rlim_max: rlim_t(hard))
        return unsafe setrlimit(Self.resource(kind), &limit) == 0
    }

    #if canImport(Glibc)
    private static func resource(_ kind: Kind) -> __rlimit_resource_t {
        switch kind {
        case .coreDump: __rlimit_resource_t(RLIMIT_CORE.rawValue)
        case .lockedMemory: __rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue)
        case .openFiles: __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        }
    }
    #else
    private static func resource(_ kind: Kind) -> Int32 {
        switch kind {
        case .coreDump: RLIMIT_CORE
        case .lockedMemory: RLIMIT_MEMLOCK
        case .openFiles: RLIMIT_NOFILE
        }
    }
    #endif
}
