internal import Foundation
internal import VaultSodium

/// A passphrase, in guarded memory: locked, left out of core dumps, wiped on fork and when the last reference goes.
///
/// Every byte counts, a line feed at the end too: take it off what was read from a file or a terminal.
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
        guard (1...Self.maximumLength).contains(bytes.count) else { throw VaultError.invalidPassphrase }
        if bytes.indices.allSatisfy({ bytes[$0] < 0x80 }) {
            cell = try VaultError.mapping { try SecretBytes(copying: bytes) }
        } else {
            guard let text = try? UTF8Span(validating: bytes) else { throw VaultError.invalidPassphrase }
            let composed = String(copying: text).precomposedStringWithCanonicalMapping
            cell = try VaultError.mapping { try SecretBytes(copying: composed.utf8.span) }
        }
    }
}

extension Passphrase: CustomStringConvertible, CustomReflectable {
    /// Says that it is a passphrase, and nothing about it.
    public var description: String { "passphrase" }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
