package import VaultSodium

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Standard input, output and error.
package enum StandardStreams {
    /// One of them; its number is its descriptor.
    package enum Stream: Int32, CaseIterable, Sendable { case input, output, error }

    /// Puts something in the place of those that are closed, so that no file that is opened later gets their numbers
    /// and what was meant for a terminal.
    ///
    /// Input is at its end. A write to the others is an error: a result that goes nowhere is no success. A command that
    /// the process becomes finds them closed, as this one did. To be called first, after ``Hardening/begin()``.
    package static func occupyClosed() throws(SystemCallError) {
        for stream in Stream.allCases where !Descriptor.isOpen(stream.rawValue) {
            // The lowest number that is free, and those below are not. Nothing can be written to what is open for reading.
            guard unsafe open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0 else { throw .last("open") }
        }
    }

    /// Whether it is one.
    package static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

    /// Whether it is a file that others than its owner can read.
    package static func isOpenToOthers(_ stream: Stream) -> Bool {
        var facts = stat()
        guard unsafe fstat(stream.rawValue, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return false }
        return facts.st_mode & 0o044 != 0
    }

    /// Writes all of the bytes.
    ///
    /// - Throws: ``SystemCallError``; some of them may be written then.
    package static func write(_ bytes: Span<UInt8>, to stream: Stream) throws(SystemCallError) {
        try Descriptor.writeAll(bytes, to: stream.rawValue)
    }

    /// All of standard input until its end, in guarded memory.
    ///
    /// - Throws: `SecretInputError`: empty, or longer than `limit` bytes.
    package static func readInput(limit: Int) throws -> SecretBytes {
        try SecretInput.bytes(ofDescriptor: Stream.input.rawValue, limit: limit)
    }
}
