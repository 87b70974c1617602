internal import VaultSodium

/// The 256-byte key that an MTProto client shares with a DC. Whoever has it has the account.
///
/// The bytes sit in guarded memory that is locked, left out of core dumps, wiped on fork, and wiped when the last
/// reference goes. A description shows the key's 64-bit id and nothing of the key.
public final class AuthKey: Sendable {
    /// Its length in bytes.
    public static let length = 256

    let cell: SecretBytes

    /// The key's id: the low 64 bits of its SHA-1, read as little-endian, as MTProto sends it in the clear with every
    /// message (<https://core.telegram.org/mtproto/description#key-identifier-auth-key-id>).
    public let id: UInt64

    /// A copy of the 256 bytes given, in guarded memory. The caller's own bytes are the caller's to wipe.
    ///
    /// - Throws: ``VaultError/invalidAuthKey(length:)`` where there are more or fewer, or only zeros, which is how some
    ///   clients write that there is no key.
    public convenience init(_ bytes: Span<UInt8>) throws {
        guard bytes.count == Self.length else { throw VaultError.invalidAuthKey(length: bytes.count) }
        try self.init(owning: try VaultError.mapping { try SecretBytes(copying: bytes) })
    }

    /// As ``init(_:)-(Span<UInt8>)``, from an array.
    public convenience init(_ bytes: [UInt8]) throws { try self.init(bytes.span) }

    /// A key of 256 random bytes, for samples and tests: no server knows it.
    ///
    /// - Throws: ``VaultError/notEnoughMemory(needs:has:)`` where there is no guarded memory left.
    public static func random() throws -> AuthKey {
        try AuthKey(owning: try VaultError.mapping { try SecretBytes.random(count: length) })
    }

    init(owning cell: consuming SecretBytes) throws {
        guard cell.count == Self.length else { throw VaultError.invalidAuthKey(length: cell.count) }
        let (digest, isZero) = try cell.withBytes { bytes in
            (SHA1.digest(of: bytes), bytes.indices.allSatisfy { bytes[$0] == 0 })
        }
        guard !isZero else { throw VaultError.invalidAuthKey(length: 0) }
        // The digest's last eight bytes: the words h3 and h4, each big-endian.
        id = UInt64(digest[3].byteSwapped) | UInt64(digest[4].byteSwapped) << 32
        self.cell = cell
    }

    /// Lends the 256 bytes for the length of the call.
    ///
    /// - Throws: ``VaultError/inheritedByFork`` in a process forked from the one that made the key, and what `body`
    ///   throws.
    public func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) throws -> Result {
        try VaultError.mapping { try cell.withBytes(body) }
    }
}

extension AuthKey: Equatable {
    /// Compares in constant time; false in a process forked from the one that made a key.
    public static func == (left: AuthKey, right: AuthKey) -> Bool {
        left === right || (try? left.cell.isEqual(to: right.cell)) == true
    }
}

extension AuthKey: CustomStringConvertible, CustomReflectable {
    /// The key's id in hexadecimal.
    public var description: String {
        let digits = String(id, radix: 16)
        return "auth key " + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Shows nothing: the default would walk into the memory.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
