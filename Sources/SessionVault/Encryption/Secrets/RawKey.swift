internal import VaultSodium

/// A random key of 32 bytes that opens a vault without a derivation: for machines, which can keep one.
///
/// The bytes sit in guarded memory and are wiped when the last reference goes.
public final class RawKey: Sendable {
    /// Its length in bytes.
    public static let length = 32

    let slotKey: SlotKey

    init(owning cell: consuming SecretBytes) { slotKey = SlotKey(kind: .rawKey, cell: cell) }

    /// A new random key.
    ///
    /// - Throws: ``VaultError/notEnoughMemory(needs:has:)`` where there is no guarded memory left.
    public static func generate() throws -> RawKey {
        RawKey(owning: try VaultError.mapping { try SecretBytes.random(count: length) })
    }

    /// A copy of the 32 bytes given, in guarded memory. The caller's own bytes are the caller's to wipe.
    ///
    /// - Throws: ``VaultError/invalidSecret(_:)`` where there are more or fewer.
    public init(_ bytes: Span<UInt8>) throws {
        guard bytes.count == Self.length else { throw VaultError.invalidSecret(.rawKey) }
        slotKey = SlotKey(kind: .rawKey, cell: try VaultError.mapping { try SecretBytes(copying: bytes) })
    }
}

extension RawKey: CustomStringConvertible, CustomReflectable {
    /// Says that it is a raw key, and nothing about it.
    public var description: String { "raw key" }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
