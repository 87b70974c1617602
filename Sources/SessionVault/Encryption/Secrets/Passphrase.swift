internal import VaultSodium

// Elsewhere what Foundation makes it of, without Foundation, whose Unicode data are 40 MB that every program would load.
#if canImport(Darwin)
internal import Foundation
#else
@_spi(_Unicode) internal import Swift
#endif

/// A passphrase, in guarded memory: locked, left out of core dumps, wiped on fork and when the last reference goes.
///
/// Every byte counts. Where it is read from a file, a descriptor, the environment or a terminal, the end of its line is
/// taken off.
///
/// Text is taken in Unicode's composed form (NFC), so that one passphrase opens a vault whichever way a keyboard writes
/// its accents. ASCII needs no such form and goes straight into guarded memory. Other text passes through a
/// temporary `String` and its composed form, whose memory nobody wipes.
public final class Passphrase: Sendable {
    /// The longest passphrase, in bytes of UTF-8.
    public static let maximumLength = 4096

    let cell: SecretBytes

    /// A passphrase from text that the caller has anyway. The caller's `String` is not wiped.
    ///
    /// - Throws: ``VaultError/invalidPassphrase`` where it is empty or longer than ``maximumLength``.
    public convenience init(_ text: String) throws {
        try self.init(utf8: text.utf8.span)
    }

    /// A passphrase from bytes of UTF-8, which stay the caller's to wipe.
    ///
    /// - Throws: ``VaultError/invalidPassphrase`` where they are empty, more than ``maximumLength``, or not UTF-8.
    public init(utf8 bytes: Span<UInt8>) throws {
        cell = try Self.cell(utf8: bytes)
    }

    init(owning cell: consuming SecretBytes) { self.cell = cell }

    /// The composed form of the bytes.
    static func cell(utf8 bytes: Span<UInt8>) throws -> SecretBytes {
        guard (1...maximumLength).contains(bytes.count) else { throw VaultError.invalidPassphrase }
        if bytes.indices.allSatisfy({ bytes[$0] < 0x80 }) {
            return try VaultError.mapping { try SecretBytes(copying: bytes) }
        }
        guard let text = try? UTF8Span(validating: bytes) else { throw VaultError.invalidPassphrase }
        let composed = Self.composed(String(copying: text))
        return try VaultError.mapping { try SecretBytes(copying: composed.utf8.span) }
    }
}

extension Passphrase {
    /// The text in Unicode's composed form (NFC).
    static func composed(_ text: String) -> String {
        #if canImport(Darwin)
        return text.precomposedStringWithCanonicalMapping
        #else
        var composed = String()
        composed.unicodeScalars.append(contentsOf: text._nfc)
        return composed
        #endif
    }
}

extension Passphrase: CustomStringConvertible, CustomReflectable {
    /// Says that it is a passphrase, and nothing about it.
    public var description: String { "passphrase" }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
