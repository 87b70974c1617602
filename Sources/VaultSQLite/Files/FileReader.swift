#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file read through a descriptor of its own, a link not followed.
///
/// Not for one that this process has an SQLite connection on: its close takes the lock off (see ``FileClaim``).
package struct FileReader: ~Copyable {
    private let path: String
    private let file: Int32

    /// Opens the file; nil where there is none.
    package init?(_ path: String) throws {
        self.path = path
        file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        if file >= 0 { return }
        guard errno == ENOENT else { throw SystemError.last("open", path) }
        return nil
    }

    deinit { if file >= 0 { close(file) } }

    /// Its length in bytes.
    package func size() throws -> Int {
        let size = lseek(file, 0, SEEK_END)
        guard size >= 0 else { throw SystemError.last("lseek", path) }
        return Int(size)
    }

    /// As many of `count` bytes from `offset` on as there are.
    package func read(_ count: Int, at offset: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let more = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(file, $0.baseAddress?.advanced(by: done), count - done, off_t(offset + done))
            }
            guard more >= 0 || errno == EINTR else { throw SystemError.last("read", path) }
            if more == 0 { break }
            done += max(0, more)
        }
        return Array(bytes.prefix(done))
    }
}
