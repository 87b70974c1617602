/// What the operating system holds of the memory that keeps secrets.
package struct MemoryProtection: Equatable, Sendable {
    /// The pages stay out of swap, and out of core dumps.
    package var isLocked: Bool
    /// A child of `fork` finds zeros in their place.
    package var isWipedOnFork: Bool

    static let complete = MemoryProtection(isLocked: true, isWipedOnFork: true)

    mutating func lower(to other: MemoryProtection) {
        isLocked = isLocked && other.isLocked
        isWipedOnFork = isWipedOnFork && other.isWipedOnFork
    }

    /// What holds for the worst chunk of secret memory in use by this process.
    package static func current() -> MemoryProtection {
        SecretPool.shared.protection()
    }
}
