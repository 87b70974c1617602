/// Where the values are of the only row in a page, as they lie in the file (<https://sqlite.org/fileformat2.html>, 1.6 and
/// 2.1). Nothing of them is kept.
struct StoredRow {
    let id: Int64
    /// What SQLite calls serial types, and where each value begins.
    private var values: [(type: Int64, start: Int)] = []

    /// Nil where there is not exactly one row, all of it in this page.
    ///
    /// - Parameter usable: How many bytes of the page are SQLite's.
    init?(onlyOneIn page: Span<UInt8>, usable: Int) {
        guard page.count >= usable, usable > 10, page[0] == 13, page[3] == 0, page[4] == 1 else { return nil }
        var place = Int(page[8]) << 8 | Int(page[9])
        func next(before end: Int) -> Int64? {
            var value: Int64 = 0
            for index in 0..<9 {
                guard place >= 10, place < end else { return nil }
                let byte = page[place]
                place += 1
                if index == 8 { return value << 8 | Int64(byte) }
                value = value << 7 | Int64(byte & 0x7F)
                if byte < 0x80 { return value }
            }
            return nil
        }
        let cell = place
        // Of what fits into a page the length has one or two bytes.
        guard let length = next(before: usable), place - cell <= 2, let id = next(before: usable), length > 0,
            length <= Int64(usable - 35), place + Int(length) <= usable
        else { return nil }
        self.id = id
        let (start, end) = (place, place + Int(length))
        guard let header = next(before: end), header > 0, header <= length else { return nil }
        let first = start + Int(header)
        var value = first
        while place < first {
            guard let type = next(before: first), let size = Self.size(of: type), size <= end - value else {
                return nil
            }
            values.append((type, value))
            value += size
        }
        guard value == end else { return nil }
    }

    private static func size(of type: Int64) -> Int? {
        switch type {
        case 0, 8, 9: 0
        case 1...4: Int(type)
        case 5: 6
        case 6, 7: 8
        case 12...Int64(SchemaPages.size * 2 + 13): Int(type - 12) / 2
        default: nil
        }
    }

    /// A row that is older than a column has no value of it, and what it stands for is in the schema.
    func isNull(_ column: Int) -> Bool { column < values.count && values[column].type == 0 }

    /// An integer, 0 for NULL, and nil for what is none.
    func integer(_ column: Int, in page: Span<UInt8>) -> Int64? {
        guard column < values.count else { return nil }
        let (type, start) = values[column]
        switch type {
        case 0, 8: return 0
        case 9: return 1
        case 1...6:
            let size = Self.size(of: type) ?? 0
            var value: Int64 = page[start] < 0x80 ? 0 : -1
            for place in start..<(start + size) { value = value << 8 | Int64(page[place]) }
            return value
        default: return nil
        }
    }

    /// Where a blob lies; nil for what is none.
    func blob(_ column: Int) -> Range<Int>? { range(column, remainder: 0) }

    /// Text, empty for NULL, and nil for what is none.
    func text(_ column: Int, in page: Span<UInt8>) -> String? {
        if isNull(column) { return "" }
        guard let range = range(column, remainder: 1) else { return nil }
        let bytes = [UInt8](copying: page.extracting(range))
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    private func range(_ column: Int, remainder: Int64) -> Range<Int>? {
        guard column < values.count else { return nil }
        let (type, start) = values[column]
        guard type >= 12, type % 2 == remainder, let size = Self.size(of: type) else { return nil }
        return start..<(start + size)
    }
}
