#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A pipe with a few bytes in it, which ends after them.
enum SecretPipe {
    /// Opens it for reading under the number given, which passes on to the next program. What was open there is closed.
    ///
    /// - Parameter bytes: At most 4,096: a pipe has room for so many, whatever the limit of its user.
    static func open(as number: Int32, holding bytes: Span<UInt8>) throws(SystemCallError) {
        let reading = try filled(bytes)
        if reading != number {
            guard dup2(reading, number) == number else { throw .last("dup2") }
            close(reading)
        }
        try Descriptor.setClosesOnExec(number, false)
    }

    /// - Returns: The end to read from.
    private static func filled(_ bytes: Span<UInt8>) throws(SystemCallError) -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .last("pipe") }
        // A reader would wait for as long as somebody could write.
        defer { close(ends[1]) }
        try Descriptor.writeAll(bytes, to: ends[1])
        return ends[0]
    }
}
