#if CLI
/// A raw sealed box as text: padded standard base64, as code hosts take secrets.
enum RawBoxText {
    /// What a sealed box adds to what is in it.
    private static let overhead = 48
    /// The characters of Pyrogram's three forms.
    private static let lengths = [351, 356, 362]

    /// Whether the text has the length of a box with a session string in it.
    static func isOne(_ text: Span<UInt8>) -> Bool {
        var count = text.count
        while count > 0, [0x20, 0x09, 0x0A, 0x0D].contains(text[count - 1]) { count -= 1 }
        return lengths.contains { count == ($0 + overhead + 2) / 3 * 4 }
    }
}
#endif
