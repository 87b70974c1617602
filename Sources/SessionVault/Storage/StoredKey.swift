/// What stands where a session's auth key is kept.
///
/// The two are told apart by their bytes and never by a guess: 256 bytes are a key, a value that starts with the
/// envelope's magic is an envelope, and anything else is ``VaultError/invalidStoredKey(length:)``.
public enum StoredKey: Sendable, Equatable {
    /// The key itself, in guarded memory.
    case plain(AuthKey)
    /// The bytes of an envelope, at most ``maximumEnvelopeLength``.
    case envelope([UInt8])

    /// The greatest length of an envelope in bytes.
    public static let maximumEnvelopeLength = 16_384

    /// The first seven bytes of every vault's envelope.
    static let envelopeMagic: [UInt8] = [0x89, 0x53, 0x56, 0x54, 0x0D, 0x0A, 0x1A]

    /// Tells what the bytes of an engine are.
    ///
    /// - Throws: ``VaultError/invalidStoredKey(length:)`` where they are neither.
    public init(_ bytes: Span<UInt8>) throws {
        if bytes.count == AuthKey.length {
            self = .plain(try AuthKey(bytes))
            return
        }
        let magic = Self.envelopeMagic
        guard bytes.count > magic.count, bytes.count <= Self.maximumEnvelopeLength,
            magic.indices.allSatisfy({ bytes[$0] == magic[$0] })
        else { throw VaultError.invalidStoredKey(length: bytes.count) }
        self = .envelope([UInt8](copying: bytes))
    }

    /// - Throws: ``VaultError/unstorableValue(field:)`` for an envelope that would not be read back as one.
    func requireStorable() throws {
        if case .envelope(let bytes) = self, (try? StoredKey(bytes.span)) != self {
            throw VaultError.unstorableValue(field: "authKey")
        }
    }

    /// Lends the bytes to store, a plain key's from where they are guarded. What `body` copies is `body`'s to wipe.
    ///
    /// - Throws: ``VaultError/inheritedByFork``, and what `body` throws.
    public func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) throws -> Result {
        switch self {
        case .plain(let key): try key.withBytes(body)
        case .envelope(let bytes): try body(bytes.span)
        }
    }
}

extension StoredKey: CustomStringConvertible, CustomReflectable {
    /// What it is, with the id of a plain key and never a byte of it.
    public var description: String {
        switch self {
        case .plain(let key): "plain \(key)"
        case .envelope(let bytes): "envelope of \(bytes.count) bytes"
        }
    }

    /// Shows ``description`` alone.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
