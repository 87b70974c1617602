#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The kernel's files in `/proc` and `/sys`, each a short text.
package enum KernelFile {
    private static let limit = 65_536

    /// The text without white space around it; nil where the file is not there or may not be read.
    package static func text(_ path: String) -> String? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: limit)
        var length = 0
        while length < limit {
            let count = unsafe bytes.withUnsafeMutableBytes { bytes in
                unsafe read(file, bytes.baseAddress?.advanced(by: length), limit - length)
            }
            guard count >= 0 || errno == EINTR else { return nil }
            if count == 0 { break }
            length += max(0, count)
        }
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x0A || byte == 0x09 }
        var text = bytes.prefix(length).drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }
}
