/// What a pass of ``Keyring/rotateRoot(over:progress:)`` did.
public struct RootRotation: Sendable {
    /// What became of a storage's vault.
    public enum Outcome: Sendable {
        /// Its slot is of the active root now, and of no other.
        case moved
        /// An earlier pass had moved it, or it was made for the active root.
        case hadMoved
        /// It keeps the slot that it has; why. The next pass tries it again.
        case failed(any Error)
    }

    /// A storage that was named, and what became of it.
    public struct Entry: Sendable {
        /// The storage.
        public let storage: EncryptedStorage
        /// What became of its vault.
        public let outcome: Outcome
    }

    /// The keyring that it was made by.
    let keyring: VaultID
    /// The root that slots are of from here on.
    public let active: RootID
    /// The roots whose slots it replaced, to be dropped by ``Keyring/dropRoot(_:after:)``.
    public let retiring: [RootID]
    /// The storages that were named, in their order.
    public let entries: [Entry]

    /// Those that did not move, and still need a retiring root.
    public var failures: [Entry] { entries.filter { if case .failed = $0.outcome { true } else { false } } }

    /// Whether storages were named, and each has a slot of the active root.
    public var isComplete: Bool { !entries.isEmpty && failures.isEmpty }
}
