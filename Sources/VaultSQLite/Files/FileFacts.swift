#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Which file it is, whatever its name.
package struct FileIdentity: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64
}

/// What `lstat` tells of a path, without opening what is there.
package struct FileFacts: Equatable, Sendable {
    package enum Kind { case regular, directory, symbolicLink, other }

    package let identity: FileIdentity
    package let kind: Kind
    /// The permission bits, sticky and set-id bits included.
    package let mode: UInt16
    package let owner: UInt32
    package let links: Int
    package let size: Int
    /// When its content was changed the last time, as far as its owner says so.
    package let modified: Time
    /// When its content, its name or its mode was changed the last time, by the file system's clock: nobody sets it.
    package let changed: Time

    /// A time since 1970, as fine as the file system keeps it.
    package struct Time: Equatable, Sendable {
        package let seconds: Int
        package let nanoseconds: Int
    }

    /// The facts of what the path names itself, a link not followed; nil where there is nothing.
    package static func of(_ path: String) throws -> FileFacts? {
        var facts = stat()
        if unsafe lstat(path, &facts) == 0 { return FileFacts(facts) }
        guard errno == ENOENT else { throw SystemError.last("lstat", path) }
        return nil
    }

    /// The facts of what is open.
    static func of(_ descriptor: Int32, _ path: String) throws -> FileFacts {
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw SystemError.last("fstat", path) }
        return FileFacts(facts)
    }

    private init(_ facts: stat) {
        identity = FileIdentity(
            device: UInt64(truncatingIfNeeded: facts.st_dev), inode: UInt64(truncatingIfNeeded: facts.st_ino))
        kind =
            switch facts.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            default: .other
            }
        mode = UInt16(truncatingIfNeeded: facts.st_mode & 0o7777)
        owner = UInt32(facts.st_uid)
        links = Int(facts.st_nlink)
        size = Int(facts.st_size)
        #if canImport(Darwin)
        (modified, changed) = (Time(facts.st_mtimespec), Time(facts.st_ctimespec))
        #else
        (modified, changed) = (Time(facts.st_mtim), Time(facts.st_ctim))
        #endif
    }

    /// Whether it belongs to the user that the process acts as.
    package var isOurs: Bool { owner == UInt32(geteuid()) }

    /// Whether nobody but its owner may do anything with it.
    package var isPrivate: Bool { mode & 0o077 == 0 }

    /// Whether it belongs to us or to root. The owner of a directory can replace every file in it.
    package var hasTrustedOwner: Bool { isOurs || owner == 0 }

    /// Whether users other than its owner can put another file in the place of one of ours in this directory: whoever
    /// may write it can, unless it is sticky as `/tmp` is.
    package var letsOthersReplaceFiles: Bool { mode & 0o022 != 0 && mode & 0o1000 == 0 }
}

extension FileFacts.Time {
    fileprivate init(_ time: timespec) {
        seconds = Int(time.tv_sec)
        nanoseconds = Int(time.tv_nsec)
    }
}
