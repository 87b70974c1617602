/// The plain form of an update state's sealed row.
extension UpdateStateRecord {
    /// `01 | id | presence bits | pts | qts | date | seq`, 0 for what is absent.
    func encodedRow() -> [UInt8] {
        var row: [UInt8] = []
        appendRow(to: &row)
        return row
    }

    static let rowLength = 42

    /// As ``encodedRow()``, behind what is there.
    func appendRow(to row: inout [UInt8]) {
        let presence: UInt8 =
            (pts == nil ? 0 : 1) | (qts == nil ? 0 : 2) | (date == nil ? 0 : 4) | (seq == nil ? 0 : 8)
        row.append(addingCapacity: Self.rowLength) { row in
            row.append(SealedRow.version)
            row.append(littleEndian: id)
            row.append(presence)
            row.append(littleEndian: pts ?? 0)
            row.append(littleEndian: qts ?? 0)
            row.append(littleEndian: date ?? 0)
            row.append(littleEndian: seq ?? 0)
        }
    }

    /// - Parameter plain: Where among the bytes the row is; nil where it is all of them.
    /// - Throws: ``VaultError/tampered(_:)`` where the bytes are no such row.
    init(row bytes: Span<UInt8>, _ plain: Range<Int>? = nil) throws(VaultError) {
        let plain = plain ?? bytes.indices
        var reader = ByteReader(from: plain.lowerBound, to: plain.upperBound, orThrow: .tampered(.row))
        let (id, presence) = try SealedRow.readHeader(&reader, in: bytes)
        let pts = try reader.value(presence & 1 != 0, in: bytes)
        let qts = try reader.value(presence & 2 != 0, in: bytes)
        let date = try reader.value(presence & 4 != 0, in: bytes)
        let seq = try reader.value(presence & 8 != 0, in: bytes)
        guard reader.remaining == 0, presence < 16 else { throw .tampered(.row) }
        self.init(id: id, pts: pts, qts: qts, date: date, seq: seq)
    }
}

extension ByteReader {
    /// A number, or 0 where there is none.
    fileprivate mutating func value(_ isPresent: Bool, in bytes: Span<UInt8>) throws(VaultError) -> Int64? {
        let value = try integer(Int64.self, in: bytes)
        if isPresent { return value }
        guard value == 0 else { throw .tampered(.row) }
        return nil
    }
}
