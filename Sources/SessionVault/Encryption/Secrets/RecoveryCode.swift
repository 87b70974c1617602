internal import VaultSodium

/// A random code of 16 bytes that opens a vault, to be written on paper and kept away from the machine.
///
/// It is random enough (128 bits) to need no derivation. The bytes sit in guarded memory and are wiped when the last
/// reference goes.
public final class RecoveryCode: Sendable {
    /// Its length in bytes.
    public static let length = 16

    let cell: SecretBytes

    init(owning cell: consuming SecretBytes) { self.cell = cell }

    /// A new random code.
    ///
    /// - Throws: ``VaultError/notEnoughMemory(needs:has:)`` where there is no guarded memory left.
    public static func generate() throws -> RecoveryCode {
        RecoveryCode(owning: try VaultError.mapping { try SecretBytes.random(count: length) })
    }

    /// A copy of the 16 bytes given, in guarded memory. The caller's own bytes are the caller's to wipe.
    ///
    /// - Throws: ``VaultError/invalidSecret(_:)`` where there are more or fewer.
    public init(_ bytes: Span<UInt8>) throws {
        guard bytes.count == Self.length else { throw VaultError.invalidSecret(.recoveryCode) }
        cell = try VaultError.mapping { try SecretBytes(copying: bytes) }
    }

    /// The key of its slots.
    var slotKey: SlotKey {
        get throws { try VaultError.mapping { try SlotKey(recoveryCode: cell) } }
    }
}

extension RecoveryCode: CustomStringConvertible, CustomReflectable {
    /// Says that it is a recovery code, and nothing about it.
    public var description: String { "recovery code" }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
