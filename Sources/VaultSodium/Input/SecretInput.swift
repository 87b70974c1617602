#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Secrets from outside, read by the system straight into guarded memory: no other copy of them is made here.
package enum SecretInput {
    /// All that a descriptor has until its end. It waits for that end, and leaves the descriptor open and as it is.
    ///
    /// - Throws: ``SecretInputError``: empty, or longer than `limit` bytes.
    package static func bytes(ofDescriptor descriptor: Int32, limit: Int) throws -> SecretBytes {
        // One byte more tells too much from enough.
        let buffer = try SecretBytes(count: limit + 1)
        let start = unsafe try buffer.pointer()
        var count = 0
        while count <= limit {
            let got = unsafe read(descriptor, start + count, limit + 1 - count)
            if got == 0 { break }
            if got > 0 {
                count += got
            } else if errno == EAGAIN {
                waitForInput(descriptor)
            } else if errno != EINTR {
                throw SecretInputError.system(code: errno, call: "read")
            }
        }
        guard count > 0 else { throw SecretInputError.empty }
        guard count <= limit else { throw SecretInputError.tooLong }
        return try buffer.withBytes { try SecretBytes(copying: $0.extracting(0..<count)) }
    }

    /// All that a file has, where it is a regular one, no link, of this process's user or root, and nobody else's to
    /// read. That is checked on the descriptor that is read then.
    ///
    /// - Parameter isCredential: Whether group may have the right to read where the owner is root. That is how a file
    ///   looks whose access list lets one more user read it, which is what systemd makes of a credential.
    /// - Parameter isPublic: Whether everybody may have every right, and it may be anybody's.
    package static func bytes(
        ofFile path: String, limit: Int, isCredential: Bool = false, isPublic: Bool = false
    ) throws -> SecretBytes {
        // Without O_NONBLOCK the open of a FIFO would wait for a writer.
        let file = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw openError(errno) }
        defer { close(file) }
        var facts = stat()
        guard unsafe fstat(file, &facts) == 0 else { throw SecretInputError.system(code: errno, call: "fstat") }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw SecretInputError.notRegular }
        if isPublic { return try bytes(ofDescriptor: file, limit: limit) }
        guard facts.st_uid == geteuid() || facts.st_uid == 0 else { throw SecretInputError.foreignOwner }
        let forbidden: mode_t = isCredential && facts.st_uid == 0 ? 0o037 : 0o077
        guard facts.st_mode & forbidden == 0 else { throw SecretInputError.readableByOthers }
        return try bytes(ofDescriptor: file, limit: limit)
    }

    private static func openError(_ code: Int32) -> SecretInputError {
        switch code {
        case ENOENT, ENOTDIR: .missing
        case ELOOP: .symbolicLink
        case ENXIO: .notRegular
        default: .system(code: code, call: "open")
        }
    }

    /// For a descriptor that does not wait by itself.
    private static func waitForInput(_ descriptor: Int32) {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&wanted, 1, -1)
    }
}
