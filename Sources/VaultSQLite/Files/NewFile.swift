internal import CVaultSQLite

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file that appears whole, durable and private, or not at all: it has a name of its own until it takes its place,
/// and is removed where it never does.
package struct NewFile: ~Copyable {
    private static let prefix = ".sessionvault-"
    /// What follows it is a random number in this base.
    private static let radix = 36
    /// Follows the name of a file that is replaced: as long as what SQLite adds to a file's name, or shorter, so that
    /// every name has room for it.
    private static let replacementSuffix = ".svnew"

    private let directory: String
    /// Where it is meanwhile. Whoever opens it there closes it again before ``take(_:)``.
    package let temporaryPath: String

    /// Makes an empty file in `directory` with mode 0600, whatever the umask.
    package init(in directory: String) throws {
        self.directory = directory
        temporaryPath = directory + "/" + Self.prefix + String(UInt64.random(in: .min ... .max), radix: Self.radix)
        try Self.create(temporaryPath)
    }

    /// Makes an empty file, `.NAME.svnew`, that is to replace the one called `name` in `directory`, with mode 0600, whatever
    /// the umask, and in the place of one that a killed process left there. The caller sees to it that nobody else makes
    /// one for that name meanwhile.
    package init(replacing name: String, in directory: String) throws {
        self.directory = directory
        temporaryPath = directory + "/." + name + Self.replacementSuffix
        try Directory.unlinkIfThere(temporaryPath)
        try Self.create(temporaryPath)
    }

    /// What took its place is no longer there.
    deinit { unsafe unlink(temporaryPath) }

    /// Creates `path` in `directory` with the bytes given and mode 0600, whatever the umask.
    ///
    /// - Returns: False, with nothing changed, where somebody else was faster.
    package static func create(_ path: String, in directory: String, _ bytes: Span<UInt8>) throws -> Bool {
        let file = try NewFile(in: directory)
        try file.write(bytes)
        return try file.take(path)
    }

    /// Writes bytes at a place in it.
    package func write(_ bytes: Span<UInt8>, at offset: Int = 0) throws {
        let path = temporaryPath
        try Self.withDescriptor(path) { file in
            var (rest, place) = (bytes, off_t(offset))
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes { unsafe pwrite(file, $0.baseAddress, $0.count, place) }
                guard count > 0 || errno == EINTR else { throw SystemError.last("write", path) }
                rest = rest.extracting(droppingFirst: max(0, count))
                place += off_t(max(0, count))
            }
        }
    }

    /// Moves it to `path` in its directory, durable, without replacing what is there.
    ///
    /// - Returns: False, with nothing changed, where something is.
    package func take(_ path: String) throws -> Bool {
        try sync()
        guard try Self.moveIntoPlace(temporaryPath, path) else { return false }
        try Directory.sync(directory)
        return true
    }

    /// Moves it to `path` in its directory, durable, in the place of what is there: whoever looks sees one or the other,
    /// after a crash too.
    ///
    /// - Throws: ``SystemError``; after one of the last step, the sync of the directory, it may be in its place or not.
    package func replace(_ path: String) throws {
        try sync()
        guard unsafe rename(temporaryPath, path) == 0 else { throw SystemError.last("rename", path) }
        try Directory.sync(directory)
    }

    private func sync() throws {
        let path = temporaryPath
        try Self.withDescriptor(path) { file in
            guard fsync(file) == 0 else { throw SystemError.last("fsync", path) }
        }
    }

    /// The paths of files in a directory that have not taken their place: somebody is making them, or was killed. Those
    /// that are to replace another are not among them.
    package static func unfinished(in directory: String) throws -> [String] {
        try Directory.names(in: directory).filter(isUnfinished).map { directory + "/" + $0 }
    }

    /// By bytes: a sign that joins with the last of the prefix is no number, and nor is a full stop.
    private static func isUnfinished(_ name: String) -> Bool {
        let name = name.utf8
        return name.starts(with: prefix.utf8)
            && UInt64(String(decoding: name.dropFirst(prefix.utf8.count), as: UTF8.self), radix: radix) != nil
    }

    /// What keeps a file from being made in the directory; nil where one can be.
    package static func obstacle(in directory: String) -> SystemError? {
        do {
            _ = try NewFile(in: directory)
            return nil
        } catch {
            return error as? SystemError
        }
    }

    private static func create(_ path: String) throws {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError.last("open", path) }
        defer { close(file) }
        // The umask can take bits away from a new file's mode.
        guard fchmod(file, 0o600) == 0 else {
            let error = SystemError.last("fchmod", path)
            unsafe unlink(path)
            throw error
        }
    }

    private static func withDescriptor(_ path: String, _ body: (Int32) throws -> Void) throws {
        let file = unsafe open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw SystemError.last("open", path) }
        defer { close(file) }
        try body(file)
    }

    /// Renames, without replacing. Where the file system cannot do that at once, a link and an unlink do it, and a
    /// crash between them leaves the file with two names.
    private static func moveIntoPlace(_ temporary: String, _ path: String) throws -> Bool {
        if renameToNew(temporary, path) { return true }
        if errno == EINVAL || errno == ENOSYS || errno == ENOTSUP {
            if unsafe link(temporary, path) == 0 {
                unsafe unlink(temporary)
                return true
            }
        }
        guard errno == EEXIST else { throw SystemError.last("rename", path) }
        return false
    }

    private static func renameToNew(_ from: String, _ path: String) -> Bool {
        #if os(Linux)
        unsafe vault_rename_to_new(from, path) == 0
        #else
        unsafe renamex_np(from, path, UInt32(RENAME_EXCL)) == 0
        #endif
    }
}
