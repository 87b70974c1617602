/// The one form in which usernames and phone numbers are stored and looked up.
enum CanonicalForm {
    /// One leading `@` off and ASCII letters in lower case; nil where nothing is left.
    static func username(_ text: String) -> String? {
        if isPlainUsername(text) { return text }
        let bytes = text.utf8.first == UInt8(ascii: "@") ? text.utf8.dropFirst() : text.utf8[...]
        guard !bytes.isEmpty else { return nil }
        let lowered = bytes.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
        return String(decoding: lowered, as: UTF8.self)
    }

    /// Whether it is in canonical form and, as most are, has no `@`, which is one of the bytes before the capitals.
    private static func isPlainUsername(_ text: String) -> Bool {
        !text.isEmpty && text.hasOnlyBytes { !(0x40...0x5A ~= $0) }
    }

    /// Those of the texts that have a canonical form, in it: nearly always the texts themselves.
    static func usernames(_ texts: [String]) -> [String] {
        texts.allSatisfy(isPlainUsername) ? texts : texts.compactMap(username)
    }

    /// The ASCII digits alone; nil where there are none.
    static func phoneNumber(_ text: String) -> String? {
        if !text.isEmpty, text.hasOnlyBytes({ 0x30...0x39 ~= $0 }) { return text }
        let digits = text.utf8.filter { 0x30...0x39 ~= $0 }
        return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
    }
}

extension String {
    /// Whether all bytes of its UTF-8 are such, of which the view of them would make each an index first.
    @inline(__always)
    func hasOnlyBytes(_ isOne: (UInt8) -> Bool) -> Bool {
        let bytes = utf8Span.span
        for index in bytes.indices where !isOne(bytes[index]) { return false }
        return true
    }
}

/// Text that equals other text only byte for byte, as engines compare it. For `String` the two ways to write é are one.
struct ExactText: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ExactText, right: ExactText) -> Bool {
        let (bytes, others) = (left.text.utf8Span.span, right.text.utf8Span.span)
        guard bytes.count == others.count else { return false }
        for index in bytes.indices where bytes[index] != others[index] { return false }
        return true
    }

    /// Texts of the same bytes are the same `String`, whose hash takes ASCII all at once.
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
