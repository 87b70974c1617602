#if CLI
internal import VaultProcess

/// Where a command's result goes, and nothing else.
enum StandardOutput {
    static var isTerminal: Bool { StandardStreams.isTerminal(.output) }

    /// Writes all of the bytes.
    ///
    /// - Throws: ``Failure`` where they cannot be written, ``Ended`` where nobody reads on: a result that went nowhere is no
    ///   success.
    static func write(_ bytes: Span<UInt8>) throws {
        do {
            try StandardStreams.write(bytes, to: .output)
        } catch  where error.isBrokenPipe {
            // Whoever read it has what he wanted, and closed it.
            throw Ended(status: .system)
        } catch {
            throw Failure(.system, "standard output: \(error)")
        }
    }

    /// Writes a line of text.
    static func print(_ line: String) throws {
        try write(Array((line + "\n").utf8).span)
    }

    /// Writes text that is a secret, with a line feed after it.
    static func printSecret(_ text: Span<UInt8>) throws {
        if StandardStreams.isOpenToOthers(.output) {
            Diagnostics.warning(
                "others can read the file that standard output goes to; `umask 077` before makes it yours")
        }
        try write(text)
        try write([UInt8(ascii: "\n")].span)
    }
}
#endif
