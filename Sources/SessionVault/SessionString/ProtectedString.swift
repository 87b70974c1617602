internal import VaultSodium

/// A session as text that shows nothing of it without a passphrase, or without an identity that it was sealed to:
/// `svault1_` and an envelope in base64url, with a checksum that tells a typing error from a wrong secret before any work.
///
/// Whoever has a text that a passphrase opens can guess at that, at the cost of the derivation it was made with.
public struct ProtectedString: Sendable, Equatable {
    static let prefix = "svault1_"
    private static let checksumLength = 4

    let envelope: Envelope

    init(_ envelope: Envelope) { self.envelope = envelope }

    /// The id of the vault that it is. It is no secret, can be pinned by ``OriginPolicy/pinned(_:)``, and is not to be
    /// believed before the text was opened.
    public var id: VaultID { VaultID(envelope.vaultID) }

    /// Reads the text. White space and quotes around it are taken off.
    ///
    /// - Throws: ``VaultError/typo(missing:)`` where a character is wrong, missing or too much;
    ///   ``VaultError/plainSessionString`` where the text is an unprotected session string;
    ///   ``VaultError/invalidEnvelope(_:)`` for what another version wrote.
    public init(_ text: String) throws {
        try self.init(text.utf8.span)
    }

    /// As ``init(_:)-(String)``, from UTF-8.
    public init(_ text: Span<UInt8>) throws {
        let text = text.extracting(text.withoutOuterSpaceAndQuotes)
        guard text.starts(with: Array(Self.prefix.utf8)) else {
            throw SessionString.isOne(text) ? VaultError.plainSessionString : VaultError.typo(missing: 0)
        }
        let body = text.extracting(Self.prefix.utf8.count..<text.count)
        guard body.count <= Self.longestBody, let bytes = Self.decode(body), bytes.count > Self.checksumLength,
            try Self.checksum(bytes.dropLast(Self.checksumLength)) == Array(bytes.suffix(Self.checksumLength))
        else { throw VaultError.typo(missing: Self.missing(from: body)) }
        envelope = try Envelope(Array(bytes.dropLast(Self.checksumLength)))
    }

    /// The text: some 770 characters of ASCII with one slot.
    ///
    /// - Throws: ``VaultError/cryptographyUnavailable``.
    public var text: String {
        get throws {
            let envelope = envelope.bytes
            let bytes = envelope + (try Self.checksum(envelope[...]))
            var text = [UInt8](repeating: 0, count: Base64URL.encodedCount(bytes.count))
            var output = text.mutableSpan
            Base64URL.encode(bytes.span, into: &output)
            return Self.prefix + String(decoding: text, as: UTF8.self)
        }
    }

    /// Longer text is none of ours, and is not decoded.
    private static let longestBody = Base64URL.encodedCount(Envelope.maximumLength + checksumLength)

    private static func checksum(_ envelope: ArraySlice<UInt8>) throws -> [UInt8] {
        let covered = Array(prefix.utf8) + envelope
        return try VaultError.mapping { try BLAKE2b.hash(covered.span, count: checksumLength) }
    }

    private static func decode(_ body: Span<UInt8>) -> [UInt8]? {
        guard let count = try? Base64URL.decodedCount(body.count) else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        var output = bytes.mutableSpan
        do throws(Base64URL.Flaw) {
            try Base64URL.decode(body, into: &output)
        } catch {
            return nil
        }
        return bytes
    }

    /// How many characters the text lacks of what its header says; 0 where the header cannot be read.
    private static func missing(from body: Span<UInt8>) -> Int {
        let header = 16
        guard body.count >= header, let bytes = decode(body.extracting(0..<header)),
            bytes.starts(with: Envelope.Kind.vault.magic)
        else { return 0 }
        let length = Int(bytes[8]) | Int(bytes[9]) << 8
        guard length <= Envelope.maximumLength else { return 0 }
        return Base64URL.encodedCount(length + checksumLength) - body.count
    }
}

extension ProtectedString: CustomStringConvertible, CustomReflectable {
    /// What it is. The text is ``text``.
    public var description: String { "protected session string" }

    /// Shows nothing more.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
