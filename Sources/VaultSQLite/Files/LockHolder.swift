#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Who has an SQLite database locked.
package enum LockHolder {
    /// SQLite's lock bytes: pending, reserved, and the 510 shared ones (`PENDING_BYTE`,
    /// <https://sqlite.org/fileformat2.html>).
    private static let firstByte = 0x4000_0000
    private static let byteCount = 512

    /// The process that holds a lock on the file, or nil where none does or it cannot be seen from here.
    ///
    /// This opens and closes the file, which would take a lock of this process off it. So it takes the file's claim,
    /// which proves that this process has no connection on it and keeps it so during the call.
    package static func pid(of path: String, claimed: FileClaim) -> Int32? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = off_t(firstByte)
        lock.l_len = off_t(byteCount)
        guard unsafe fcntl(file, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK), lock.l_pid > 0 else { return nil }
        return lock.l_pid
    }

    /// This process.
    package static var ownPID: Int32 { getpid() }
}
