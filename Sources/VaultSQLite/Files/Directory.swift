#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A directory, and the names in it.
package enum Directory {
    /// The directory's own path, with no link and no dot in it.
    package static func resolve(_ path: String) throws -> String {
        guard let resolved = unsafe realpath(path, nil) else { throw SystemError.last("realpath", path) }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// The names in it, but for its own and its parent's.
    package static func names(in path: String) throws -> [String] {
        guard let directory = unsafe opendir(path) else { throw SystemError.last("opendir", path) }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw SystemError.last("readdir", path) }
        return names
    }

    /// Makes durable which names the directory has.
    package static func sync(_ path: String) throws {
        let directory = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw SystemError.last("open", path) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw SystemError.last("fsync", path) }
    }

    /// Takes a name away; one that is not there is no error.
    package static func unlinkIfThere(_ path: String) throws {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw SystemError.last("unlink", path) }
    }

    /// Empties a file by its path, without a descriptor of it; one that is not there is no error.
    package static func truncateIfThere(_ path: String) throws {
        guard unsafe truncate(path, 0) == 0 || errno == ENOENT else { throw SystemError.last("truncate", path) }
    }

    /// Sets a file's mode to 0600.
    ///
    /// By its path, since a descriptor on the file may not be opened (see ``FileClaim``). A path can be put in the
    /// place of another between the check and this call only by those who can write the directory, and that is nobody
    /// but us.
    package static func makePrivate(_ path: String) throws {
        guard unsafe chmod(path, 0o600) == 0 else { throw SystemError.last("chmod", path) }
    }
}
