/// A command and its arguments, as the system has them: bytes that need not be text.
package struct ArgumentVector: Equatable, Sendable {
    /// Each ends in a zero.
    private let words: [[CChar]]

    /// Those in the words given.
    package init(_ words: [String]) { self.words = words.map { $0.utf8.map(CChar.init(bitPattern:)) + [0] } }

    /// The last `count` words of this process's own command line. What the standard library gives of it is text, in which
    /// bytes that are none are replaced.
    package init(lastOfOwn count: Int) {
        let total = Int(CommandLine.argc)
        let start = max(0, total - count)
        words = (start..<total).map { index in
            guard let word = unsafe CommandLine.unsafeArgv[index] else { return [0] }
            var length = 0
            while unsafe word[length] != 0 { length += 1 }
            return unsafe Array(UnsafeBufferPointer(start: word, count: length + 1))
        }
    }

    package var isEmpty: Bool { words.isEmpty }

    /// The program, with a zero at its end.
    var program: [CChar] { words.first ?? [0] }

    /// Lends the words as the C calls want them: their addresses, with a null at the end.
    func withPointers(_ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Void) {
        var bytes = words.flatMap(\.self)
        unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            var addresses: [UnsafeMutablePointer<CChar>?] = unsafe []
            var offset = 0
            for word in words {
                unsafe addresses.append(bytes.baseAddress?.advanced(by: offset))
                offset += word.count
            }
            unsafe addresses.append(nil)
            unsafe addresses.withUnsafeBufferPointer { addresses in
                if let base = addresses.baseAddress { unsafe body(base) }
            }
        }
    }
}
