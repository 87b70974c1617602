internal import VaultSodium

/// The pieces of what follows the envelope in an export's file, sealed or opened from the first on: `nonce | AEAD(rows)`,
/// each bound to its vault, its place and to whether it is the last, so that a file from which one was cut or moved is
/// refused.
struct PeerChunks: ~Copyable {
    /// How many bytes of rows there are in each but the last, which has no more.
    static let plainLength = 64 * 1024
    /// The last is padded to a multiple of this, and not empty.
    static let block = 64
    /// How many bytes each has in the file, but the last.
    static let length = plainLength + overhead

    private static let overhead = XChaCha20Poly1305.nonceLength + XChaCha20Poly1305.tagLength
    private static let label = Array("SVT1chunk".utf8)

    private let key: SecretBytes
    /// What all are bound to.
    private let context: [UInt8]
    /// The place of the next one.
    private var place: UInt64 = 0

    init(of vaultID: [UInt8], epoch: UInt32, _ dataKey: DataKey) throws {
        key = try VaultError.mapping { try dataKey.subkey(.exportedPeers) }
        var context = Self.label + vaultID
        context.append(littleEndian: epoch)
        self.context = context
    }

    /// Seals the next one.
    mutating func seal(_ plain: [UInt8], isLast: Bool) throws -> [UInt8] {
        let nonce = Sodium.randomBytes(XChaCha20Poly1305.nonceLength)
        var chunk = nonce + [UInt8](repeating: 0, count: plain.count + XChaCha20Poly1305.tagLength)
        let bound = bound(isLast)
        var output = chunk.mutableSpan
        do {
            try XChaCha20Poly1305.seal(
                plain.span, authenticating: bound.span, nonce: nonce.span, using: key, into: &output,
                at: nonce.count)
        } catch {
            throw VaultError(error)
        }
        place += 1
        return chunk
    }

    /// Opens the next one.
    ///
    /// - Throws: ``VaultError/tampered(_:)``.
    mutating func open(_ chunk: [UInt8], isLast: Bool) throws -> [UInt8] {
        guard chunk.count > Self.overhead else { throw VaultError.tampered(.row) }
        var plain = [UInt8](repeating: 0, count: chunk.count - Self.overhead)
        let bytes = chunk.span
        let bound = bound(isLast)
        var output = plain.mutableSpan
        do {
            try XChaCha20Poly1305.open(
                bytes.extracting(droppingFirst: XChaCha20Poly1305.nonceLength), authenticating: bound.span,
                nonce: bytes.extracting(first: XChaCha20Poly1305.nonceLength), using: key, into: &output)
        } catch SodiumError.forged {
            throw VaultError.tampered(.row)
        } catch {
            throw VaultError(error)
        }
        place += 1
        return plain
    }

    private func bound(_ isLast: Bool) -> [UInt8] {
        var bound = context
        bound.append(littleEndian: place)
        bound.append(isLast ? 1 : 0)
        return bound
    }
}

/// What is in a chunk, opened: rows, each behind two bytes with its length, then zeros.
enum PeerRows {
    /// The longest plain row, of a peer with as much text as a session takes: what no writer gives a chunk, no reader
    /// takes.
    static let maximumRowLength = 27 + PeerRecord.maximumTextLength
    private static let header = 2

    /// Whether a row has room in a chunk that has this many bytes already.
    static func hasRoom(for row: [UInt8], after count: Int) -> Bool {
        count + header + row.count <= PeerChunks.plainLength
    }

    static func append(_ row: [UInt8], to plain: inout [UInt8]) {
        plain.append(littleEndian: UInt16(row.count))
        plain += row
    }

    /// The peers.
    ///
    /// - Throws: ``VaultError/tampered(_:)`` where they are not of this form: a key fitted, so they are as they were
    ///   sealed.
    static func peers(in plain: [UInt8]) throws -> [PeerRecord] {
        var peers: [PeerRecord] = []
        var reader = ByteReader(to: plain.count, orThrow: .tampered(.row))
        let bytes = plain.span
        while reader.remaining > 0 {
            let length = reader.remaining == 1 ? 0 : Int(try reader.integer(UInt16.self, in: bytes))
            guard length > 0 else { break }
            guard length <= maximumRowLength else { throw VaultError.tampered(.row) }
            let peer = try PeerRecord(row: try reader.array(length, in: bytes))
            guard peer.isStorableInSession else { throw VaultError.tampered(.row) }
            peers.append(peer)
        }
        guard plain[reader.offset...].allSatisfy({ $0 == 0 }) else { throw VaultError.tampered(.row) }
        return peers
    }
}
