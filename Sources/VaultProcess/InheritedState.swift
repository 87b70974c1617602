internal import VaultLock

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What this process was started with and a command that it becomes is to be started with, too.
struct InheritedState: @unchecked Sendable {
    let limits: [ResourceLimit.Kind: ResourceLimit]
    private let ignoresBrokenPipes: Bool
    private let mask: sigset_t
    /// Those that were open.
    let descriptors: Set<Int32>

    private static let found = Lock<InheritedState?>(nil)

    /// What was remembered; nil before that.
    static var remembered: InheritedState? { found.withLock(\.self) }

    /// Remembers what holds now, unless that was done before. The mask is that of the calling thread.
    static func remember() {
        found.withLock { found in
            if found == nil { found = InheritedState() }
        }
    }

    private init() {
        limits = Dictionary(
            uniqueKeysWithValues: ResourceLimit.Kind.allCases.compactMap { kind in
                ResourceLimit.current(kind).map { (kind, $0) }
            })
        ignoresBrokenPipes = Signal.ignoresBrokenPipes
        mask = Signal.mask
        descriptors = Descriptor.allOpen
    }

    /// Puts the limits and the signals back, the mask on the calling thread.
    func restore() {
        for (kind, limit) in limits { limit.apply(to: kind) }
        if !ignoresBrokenPipes { Signal.endAtBrokenPipes() }
        Signal.mask = mask
    }
}
