internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What was opened before a `fork` was asked for in the child.
package struct InheritedByFork: Error {}

/// Which of a line of forked processes something was made in.
///
/// A connection may not be used on both sides of a fork, not even to close it
/// (<https://sqlite.org/howtocorrupt.html>, 2.6): the child would write the parent's log into the parent's file, and
/// remove it, with no lock of its own. The C library counts the forks for us, so that to ask costs a load and no system
/// call.
package struct ForkGeneration: Sendable, Equatable {
    private static let count = Atomic<UInt32>(1)
    private static let isCounted = pthread_atfork(nil, nil, { ForkGeneration.count.add(1, ordering: .relaxed) }) == 0

    /// Counted from 1 on.
    package let number: UInt32

    /// This process's.
    package static var current: ForkGeneration { ForkGeneration(number: number) }

    /// Where the C library had no memory to count, the process's id does as well and costs more.
    private static var number: UInt32 {
        isCounted ? count.load(ordering: .relaxed) : UInt32(bitPattern: getpid())
    }

    /// Whether this process is a child of the one that it stands for.
    package var isInherited: Bool { self != .current }

    /// - Throws: ``InheritedByFork``.
    package func check() throws(InheritedByFork) {
        if isInherited { throw InheritedByFork() }
    }
}
