#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A small file's bytes, read at once, and which file they are of.
package struct WholeFile {
    package let facts: FileFacts
    package let bytes: [UInt8]

    /// Reads a file, a link not followed; nil where nothing is there.
    ///
    /// It opens and closes the file: see ``FileClaim/whileUnclaimed(_:_:)``.
    ///
    /// - Parameter limit: How many bytes are read at the most.
    package init?(_ path: String, upTo limit: Int) throws {
        let file = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw SystemError.last("open", path)
        }
        defer { close(file) }
        facts = try FileFacts.of(file, path)
        var buffer = [UInt8](repeating: 0, count: min(limit, facts.size))
        var length = 0
        while length < buffer.count {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe pread(file, $0.baseAddress?.advanced(by: length), $0.count - length, off_t(length))
            }
            if count == 0 { break }
            guard count > 0 || errno == EINTR else { throw SystemError.last("read", path) }
            length += max(0, count)
        }
        bytes = Array(buffer.prefix(length))
    }
}
