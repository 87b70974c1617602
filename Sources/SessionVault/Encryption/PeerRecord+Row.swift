/// The plain form of a peer's sealed row.
extension PeerRecord {
    private enum RowFlag {
        static let accessHash: UInt8 = 1
        static let phone: UInt8 = 2
    }

    /// `01 | id | flags | access hash | date | type | phone | usernames`, each text behind a byte with its length.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)`` where a text is longer than 255 bytes, there are more than 255
    ///   usernames, or a type or phone number is not ASCII.
    func encodedRow() throws(VaultError) -> [UInt8] {
        var row: [UInt8] = []
        row.reserveCapacity(rowLength)
        try appendRow(to: &row)
        return row
    }

    /// How long ``encodedRow()`` is at the most: no canonical form is longer than its text.
    var rowLength: Int { 27 + textLength }

    /// As ``encodedRow()``, behind what is there.
    func appendRow(to row: inout [UInt8]) throws(VaultError) {
        let phone = phoneNumber.flatMap(CanonicalForm.phoneNumber) ?? ""
        row.append(SealedRow.version)
        row.append(littleEndian: id)
        row.append((accessHash == nil ? 0 : RowFlag.accessHash) | (phone.isEmpty ? 0 : RowFlag.phone))
        row.append(littleEndian: accessHash ?? 0)
        row.append(littleEndian: date)
        guard type.utf8.allSatisfy({ $0 < 0x80 }) else { throw .unstorableValue(field: "type") }
        try row.append(text: type, field: "type")
        try row.append(text: phone, field: "phoneNumber")
        let names = CanonicalForm.usernames(usernames)
        guard names.count <= UInt8.max else { throw .unstorableValue(field: "usernames") }
        row.append(UInt8(names.count))
        for name in names { try row.append(text: name, field: "usernames") }
    }

    /// - Parameter plain: Where among the bytes the row is; nil where it is all of them.
    /// - Throws: ``VaultError/tampered(_:)`` where the bytes are no such row.
    init(row: [UInt8], _ plain: Range<Int>? = nil) throws(VaultError) {
        let bytes = row.span
        let plain = plain ?? row.indices
        var reader = ByteReader(from: plain.lowerBound, to: plain.upperBound, orThrow: .tampered(.row))
        let (id, flags) = try SealedRow.readHeader(&reader, in: bytes)
        let accessHash = try reader.integer(Int64.self, in: bytes)
        let date = try reader.integer(Int64.self, in: bytes)
        let type = try reader.text(in: bytes) { $0 < 0x80 }
        let phone = try reader.text(in: bytes) { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let count = try reader.integer(UInt8.self, in: bytes)
        var usernames: [String] = []
        usernames.reserveCapacity(Int(count))
        for _ in 0..<count {
            usernames.append(try reader.text(in: bytes) { !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        }
        guard reader.remaining == 0, usernames.allSatisfy({ !$0.isEmpty }),
            flags & ~(RowFlag.accessHash | RowFlag.phone) == 0,
            (flags & RowFlag.phone == 0) == phone.isEmpty, flags & RowFlag.accessHash != 0 || accessHash == 0
        else { throw .tampered(.row) }
        self.init(
            id: id, accessHash: flags & RowFlag.accessHash == 0 ? nil : accessHash, type: type, usernames: usernames,
            phoneNumber: phone.isEmpty ? nil : phone, date: date)
    }
}

extension [UInt8] {
    fileprivate mutating func append(text: String, field: String) throws(VaultError) {
        guard text.utf8.count <= UInt8.max else { throw .unstorableValue(field: field) }
        append(UInt8(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}

extension ByteReader {
    /// UTF-8 behind a byte with its length, of the bytes that its canonical form can have.
    fileprivate mutating func text(
        in bytes: Span<UInt8>, where isCanonical: (UInt8) -> Bool
    ) throws(VaultError) -> String {
        let length = Int(try integer(UInt8.self, in: bytes))
        let part = bytes.extracting(try take(length))
        for index in part.indices where !isCanonical(part[index]) { throw .tampered(.row) }
        guard let text = try? UTF8Span(validating: part) else { throw .tampered(.row) }
        return String(copying: text)
    }
}
