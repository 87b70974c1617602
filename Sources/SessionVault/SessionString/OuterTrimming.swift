extension Span<UInt8> {
    /// Where the text lies without the ASCII white space and quotes around it, as copying from a shell, an environment
    /// file or a web page leaves them.
    var withoutOuterSpaceAndQuotes: Range<Int> {
        // By numbers: of megabytes of white space, a range that shrinks takes several times as long.
        var (start, end) = (0, count)
        while start < end, Self.isOuter(self[start]) { start += 1 }
        while start < end, Self.isOuter(self[end - 1]) { end -= 1 }
        return start..<end
    }

    func starts(with prefix: [UInt8]) -> Bool {
        count >= prefix.count && prefix.indices.allSatisfy { self[$0] == prefix[$0] }
    }

    private static func isOuter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09...0x0D, 0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): true
        default: false
        }
    }
}
