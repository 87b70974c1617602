package import VaultSodium

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file that is read whole: one of any owner and mode, and a pipe too.
package enum InputFile {
    /// All that it has, in guarded memory.
    ///
    /// - Throws: ``SystemCallError`` where it cannot be opened; `SecretInputError`: empty, or longer than `limit` bytes.
    package static func read(_ path: String, limit: Int) throws -> SecretBytes {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard file >= 0 else { throw SystemCallError.last("open") }
        defer { close(file) }
        return try SecretInput.bytes(ofDescriptor: file, limit: limit)
    }
}
