/// The plain form of an update state's sealed row.
extension UpdateStateRecord {
    /// `01 | id | presence bits | pts | qts | date | seq`, 0 for what is absent.
    func encodedRow() -> [UInt8] {
        let values = [pts, qts, date, seq]
        var row: [UInt8] = [SealedRow.version]
        row.append(littleEndian: id)
        row.append(values.indices.reduce(0) { $0 | (values[$1] == nil ? 0 : 1 << UInt8($1)) })
        for value in values { row.append(littleEndian: value ?? 0) }
        return row
    }

    /// - Parameter plain: Where among the bytes the row is; nil where it is all of them.
    /// - Throws: ``VaultError/tampered(_:)`` where the bytes are no such row.
    init(row: [UInt8], _ plain: Range<Int>? = nil) throws(VaultError) {
        let bytes = row.span
        let plain = plain ?? row.indices
        var reader = ByteReader(from: plain.lowerBound, to: plain.upperBound, orThrow: .tampered(.row))
        let (id, presence) = try SealedRow.readHeader(&reader, in: bytes)
        var values: [Int64?] = []
        for index in 0..<4 {
            let value = try reader.integer(Int64.self, in: bytes)
            let isPresent = presence & 1 << UInt8(index) != 0
            guard isPresent || value == 0 else { throw .tampered(.row) }
            values.append(isPresent ? value : nil)
        }
        guard reader.remaining == 0, presence < 16 else { throw .tampered(.row) }
        self.init(id: id, pts: values[0], qts: values[1], date: values[2], seq: values[3])
    }
}
