extension OutputSpan<UInt8> {
    mutating func append(littleEndian value: some FixedWidthInteger) {
        for index in 0..<(value.bitWidth / 8) { append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }
}

extension [UInt8] {
    mutating func append(littleEndian value: some FixedWidthInteger) {
        append(addingCapacity: value.bitWidth / 8) { $0.append(littleEndian: value) }
    }
}

/// Writes values one after the other into bytes that lie elsewhere, in guarded memory too.
struct ByteWriter {
    private(set) var offset = 0

    mutating func write(_ value: some FixedWidthInteger, into bytes: inout MutableSpan<UInt8>) {
        for index in 0..<(value.bitWidth / 8) {
            bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
        }
        offset += value.bitWidth / 8
    }

    mutating func write(_ source: Span<UInt8>, into bytes: inout MutableSpan<UInt8>) {
        for index in source.indices { bytes[offset + index] = source[index] }
        offset += source.count
    }
}
