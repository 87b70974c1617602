internal import CVaultSQLite

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Making a file that appears whole, durable and private, or not at all.
package enum NewFile {
    /// Creates `path` in `directory` with the bytes given and mode 0600, whatever the umask.
    ///
    /// - Returns: False, with nothing changed, where somebody else was faster.
    package static func create(_ path: String, in directory: String, _ bytes: Span<UInt8>) throws -> Bool {
        let temporary = temporaryPath(in: directory)
        try fill(temporary, with: bytes)
        do {
            guard try moveIntoPlace(temporary, path) else {
                unsafe unlink(temporary)
                return false
            }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        try Directory.sync(directory)
        return true
    }

    /// What keeps a file from being made in the directory; nil where one can be.
    package static func obstacle(in directory: String) -> SystemError? {
        let probe = temporaryPath(in: directory)
        do {
            try fill(probe, with: [UInt8]().span)
        } catch {
            return error as? SystemError
        }
        unsafe unlink(probe)
        return nil
    }

    private static func temporaryPath(in directory: String) -> String {
        directory + "/.sessionvault-" + String(UInt64.random(in: .min ... .max), radix: 36)
    }

    private static func fill(_ path: String, with bytes: Span<UInt8>) throws {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError.last("open", path) }
        defer { close(file) }
        do {
            // The umask can take bits away from a new file's mode.
            guard fchmod(file, 0o600) == 0 else { throw SystemError.last("fchmod", path) }
            try append(bytes, to: file, path)
            guard fsync(file) == 0 else { throw SystemError.last("fsync", path) }
        } catch {
            unsafe unlink(path)
            throw error
        }
    }

    private static func append(_ bytes: Span<UInt8>, to file: Int32, _ path: String) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw SystemError.last("write", path) }
            rest = rest.extracting(droppingFirst: max(0, count))
        }
    }

    /// Renames, without replacing. Where the file system cannot do that at once, a link and an unlink do it, and a
    /// crash between them leaves the file with two names.
    private static func moveIntoPlace(_ temporary: String, _ path: String) throws -> Bool {
        if rename(temporary, toNew: path) { return true }
        if errno == EINVAL || errno == ENOSYS || errno == ENOTSUP {
            if unsafe link(temporary, path) == 0 {
                unsafe unlink(temporary)
                return true
            }
        }
        guard errno == EEXIST else { throw SystemError.last("rename", path) }
        return false
    }

    private static func rename(_ from: String, toNew path: String) -> Bool {
        #if os(Linux)
            unsafe vault_rename_to_new(from, path) == 0
        #else
            unsafe renamex_np(from, path, UInt32(RENAME_EXCL)) == 0
        #endif
    }
}
