#if CLI
internal import FoundationEssentials

/// A command's result for programs. Its shape is documented, keys are never taken away, and later versions may add some.
enum JSONOutput {
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try StandardOutput.print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
#endif
