#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// An exclusive lock on a file that is there for nothing else, held for as long as this lives. Other processes and other
/// holders in this process are kept out alike.
///
/// It is of the kind that belongs to one opening of the file (`flock(2)`): a POSIX lock would be lost with any other
/// descriptor of the file that is closed in the process.
package struct FileLock: ~Copyable {
    /// Which file is locked.
    package let identity: FileIdentity
    private let file: Int32

    /// Locks the file, which is made with mode 0600 where it is missing; nil where somebody else has it locked.
    package init?(_ path: String) throws {
        let file = unsafe open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError.last("open", path) }
        do {
            guard let identity = try Self.lock(file, path) else {
                close(file)
                return nil
            }
            self.identity = identity
            self.file = file
        } catch {
            close(file)
            throw error
        }
    }

    /// A forked child may have the descriptor too, and a close would not unlock then.
    deinit {
        flock(file, LOCK_UN)
        close(file)
    }

    private static func lock(_ file: Int32, _ path: String) throws -> FileIdentity? {
        let facts = try FileFacts.of(file, path)
        // The umask can take bits away from a new file's mode; with more of them, others could hold the lock.
        if facts.isOurs, facts.mode != 0o600, fchmod(file, 0o600) != 0 { throw SystemError.last("fchmod", path) }
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return nil }
            guard errno == EINTR else { throw SystemError.last("flock", path) }
        }
        return facts.identity
    }
}
