#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Who has an SQLite database locked.
package struct LockHolder {
    /// The process, as far as it can be seen from here.
    package let pid: Int32?
    /// Whether it keeps everybody out, readers too: for the moment of a commit, or for as long as it has the file open.
    package let isExclusive: Bool

    /// SQLite's lock bytes: pending, reserved, and the 510 shared ones (`PENDING_BYTE`,
    /// <https://sqlite.org/fileformat2.html>).
    private static let all = (start: 0x4000_0000, count: 512)
    private static let shared = (start: 0x4000_0002, count: 510)

    /// The process that holds a lock on the file, or nil where none does.
    ///
    /// This opens and closes the file, which would take a lock of this process off it. So it takes the file's claim,
    /// which proves that this process has no connection on it and keeps it so during the call.
    package static func of(_ path: String, claimed: FileClaim) -> LockHolder? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard let holder = conflict(file, F_WRLCK, all) else { return nil }
        return LockHolder(pid: holder > 0 ? holder : nil, isExclusive: conflict(file, F_RDLCK, shared) != nil)
    }

    /// Who has a lock that one of this type would have to wait for.
    private static func conflict(_ file: Int32, _ type: Int32, _ bytes: (start: Int, count: Int)) -> Int32? {
        var lock = flock()
        lock.l_type = Int16(type)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = off_t(bytes.start)
        lock.l_len = off_t(bytes.count)
        guard unsafe fcntl(file, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) else { return nil }
        return lock.l_pid
    }

    /// This process.
    package static var ownPID: Int32 { getpid() }
}
