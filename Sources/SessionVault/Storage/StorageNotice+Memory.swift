internal import VaultSodium

extension StorageNotice {
    /// What is to be said of the memory that holds keys, now that they are in it.
    static func ofMemory() -> [StorageNotice] {
        let protection = MemoryProtection.current()
        return (protection.isLocked ? [] : [.memoryNotLocked])
            + (protection.isWipedOnFork ? [] : [.memoryNotWipedOnFork])
    }
}
