internal import VaultSodium

/// A row of an engine, sealed: `01 | epoch | nonce | AEAD(padded plain)`, bound to its vault, table and token.
enum SealedRow {
    enum Table: UInt8 {
        case peers = 1
        case updateStates = 2
    }

    static let version: UInt8 = 1
    /// The longest row that every engine keeps.
    static let maximumLength = 4096
    private static let block = 64
    private static let headerLength = 5
    private static let prefixLength = headerLength + XChaCha20Poly1305.nonceLength

    /// How long a row is when its plain form has this many bytes.
    static func length(ofPlain count: Int) -> Int {
        prefixLength + (count / block + 1) * block + XChaCha20Poly1305.tagLength
    }

    /// The epoch that a row says it is of; it is authenticated when the row is opened.
    static func epoch(of row: [UInt8]) throws(VaultError) -> UInt32 { try epoch(of: row.span, row.indices) }

    private static func epoch(of bytes: Span<UInt8>, _ row: Range<Int>) throws(VaultError) -> UInt32 {
        var reader = ByteReader(from: row.lowerBound, to: row.upperBound, orThrow: .tampered(.row))
        guard try reader.integer(UInt8.self, in: bytes) == version else { throw .tampered(.row) }
        return try reader.integer(UInt32.self, in: bytes)
    }

    /// Seals what `appendPlain` appends, where it lies: no second copy of it is left.
    ///
    /// - Parameters:
    ///   - length: How long that is at the most; where it were longer, a copy of its beginning would be left.
    ///   - nonce: 24 bytes that were never used with these keys.
    /// - Throws: ``SodiumError/invalidArgument`` where it has another length; and what `appendPlain` throws.
    static func seal(
        upTo length: Int, table: Table, token: Int64, nonce: ArraySlice<UInt8>, with keys: RowKeys,
        _ appendPlain: (inout [UInt8]) throws -> Void
    ) throws -> [UInt8] {
        guard nonce.count == XChaCha20Poly1305.nonceLength else { throw SodiumError.invalidArgument }
        var row: [UInt8] = []
        row.reserveCapacity(Self.length(ofPlain: length))
        row.append(version)
        row.append(littleEndian: keys.epoch)
        row.append(contentsOf: nonce)
        do {
            try appendPlain(&row)
        } catch {
            var bytes = row.mutableSpan
            Sodium.wipe(&bytes)
            throw error
        }
        let length = Self.length(ofPlain: row.count - prefixLength)
        // ISO/IEC 7816-4 padding, as sodium_pad writes it: 0x80, and zeros to the end of the block.
        row.append(0x80)
        row.append(contentsOf: zeros[..<(length - row.count)])
        let context = context(table: table, token: token, keys)
        var bytes = row.mutableSpan
        try XChaCha20Poly1305.sealInPlace(
            prefixLength..<(length - XChaCha20Poly1305.tagLength), of: &bytes, nonceAt: headerLength,
            authenticating: context.span, using: keys.row)
        return row
    }

    /// As many as padding and tag have place for.
    private static let zeros = [UInt8](repeating: 0, count: block + XChaCha20Poly1305.tagLength)

    /// The plain row, opened where it lies: the bytes, and where among them it is.
    ///
    /// - Throws: ``VaultError/tampered(_:)``, ``VaultError/inheritedByFork``.
    static func open(
        _ row: consuming [UInt8], table: Table, token: Int64, with keys: RowKeys
    ) throws -> (bytes: [UInt8], plain: Range<Int>) {
        let plain = try open(row.indices, of: &row, table: table, token: token, with: keys)
        return (row, plain)
    }

    /// As ``open(_:table:token:with:)``, of a row among others: where its plain form is then.
    static func open(
        _ row: Range<Int>, of rows: inout [UInt8], table: Table, token: Int64, with keys: RowKeys
    ) throws -> Range<Int> {
        let start = row.lowerBound + prefixLength
        let end = row.upperBound - XChaCha20Poly1305.tagLength
        guard try epoch(of: rows.span, row) == keys.epoch, end > start, (end - start).isMultiple(of: block) else {
            throw VaultError.tampered(.row)
        }
        let context = context(table: table, token: token, keys)
        do {
            var bytes = rows.mutableSpan
            try XChaCha20Poly1305.openInPlace(
                start..<row.upperBound, of: &bytes, nonceAt: row.lowerBound + headerLength,
                authenticating: context.span, using: keys.row)
        } catch SodiumError.forged {
            throw VaultError.tampered(.row)
        }
        // It was authenticated, so that the time which this takes tells nobody anything.
        let bytes = rows.span
        var mark = end - 1
        while mark > end - block, bytes[mark] == 0 { mark -= 1 }
        guard bytes[mark] == 0x80 else { throw VaultError.tampered(.row) }
        return start..<mark
    }

    /// What every plain row begins with: version, id, and a byte of bits that its kind gives a meaning.
    static func readHeader(
        _ reader: inout ByteReader, in bytes: Span<UInt8>
    ) throws(VaultError) -> (id: Int64, bits: UInt8) {
        guard try reader.integer(UInt8.self, in: bytes) == version else { throw .tampered(.row) }
        return (try reader.integer(Int64.self, in: bytes), try reader.integer(UInt8.self, in: bytes))
    }

    /// What a row is bound to: label, vault and epoch from the keys, table, token.
    private static func context(table: Table, token: Int64, _ keys: RowKeys) -> [36 of UInt8] {
        var context = keys.context
        context[27] = table.rawValue
        for index in 0..<8 { context[28 + index] = UInt8(truncatingIfNeeded: token >> (8 * Int64(index))) }
        return context
    }
}
