internal import VaultSodium

extension Passphrase {
    /// The passphrase in a file, read straight into guarded memory. One line feed at its end, or a carriage return and a
    /// line feed, is taken off; every other byte counts.
    ///
    /// - Throws: ``VaultError/unsuitableSecret(_:path:)`` where the file is a symbolic link or not regular, belongs to
    ///   neither this user nor root, can be read by others, is empty, or longer than ``maximumLength``;
    ///   ``VaultError/invalidPassphrase`` where it is not UTF-8; ``VaultError/locked(pid:)`` where it is the file of a
    ///   session that this process has open; ``VaultError/system(errno:call:path:)``.
    public convenience init(file path: String) throws { try self.init(from: .file(path)) }

    /// The passphrase that a descriptor has until its end, as from a pipe; read and taken off as by ``init(file:)``.
    ///
    /// It blocks its thread until the other end is closed, so call it on one that no task runs on. The descriptor is the
    /// caller's: it stays open, with all of its flags.
    ///
    /// - Throws: ``VaultError/unsuitableSecret(_:path:)`` where nothing comes, or more than ``maximumLength``;
    ///   ``VaultError/invalidPassphrase`` where it is not UTF-8; ``VaultError/system(errno:call:path:)``.
    public convenience init(descriptor: Int32) throws { try self.init(from: .descriptor(descriptor)) }

    /// The passphrase in a variable of the environment, which is removed, whatever comes of its value: a second call
    /// finds it missing. Read and taken off as by ``init(file:)``.
    ///
    /// The value is overwritten where it stood before the variable is removed, so that neither `/proc/PID/environ` nor
    /// the children of this process have it any longer. Until the call they had, and what is elsewhere cannot be reached
    /// from here: the environment of the parent process and of children started before, what a container runtime or a
    /// service manager shows of its configuration, copies that this program made itself. A file or a descriptor is
    /// better.
    ///
    /// Call it at the start, before other threads read or change the environment: C guards that by nothing.
    ///
    /// - Throws: ``VaultError/unsuitableSecret(_:path:)`` where the variable is missing, empty or too long;
    ///   ``VaultError/invalidPassphrase`` where it is not UTF-8.
    public convenience init(environment name: String) throws { try self.init(from: .environment(name)) }

    /// The passphrase in the credential of that name: a file in the directory that systemd names in
    /// `$CREDENTIALS_DIRECTORY` (<https://systemd.io/CREDENTIALS/>). Read and taken off as by ``init(file:)``.
    ///
    /// Where root owns the file, group may have the right to read it: so the access list shows by which systemd lets the
    /// service's user read it.
    ///
    /// - Throws: As ``init(file:)``; a name with a slash is the name of no credential.
    public convenience init(credential name: String) throws { try self.init(from: .credential(name)) }

    convenience init(from source: SecretSource) throws {
        // The end of the line is not the passphrase's.
        let bytes = try source.bytes(limit: Self.maximumLength + 2)
        try self.init(line: bytes, place: source.place)
    }

    /// The passphrase in bytes that may end in one end of a line.
    convenience init(line: borrowing SecretBytes, place: String) throws {
        self.init(
            owning: try VaultError.mapping {
                try line.withBytes { bytes in
                    let text = bytes.extracting(0..<bytes.countWithoutLineEnd)
                    guard !text.isEmpty else { throw VaultError.unsuitableSecret(.empty, path: place) }
                    guard text.count <= Self.maximumLength else {
                        throw VaultError.unsuitableSecret(.tooLong, path: place)
                    }
                    return try Self.cell(utf8: text)
                }
            })
    }
}

extension Span<UInt8> {
    /// Its length without one line feed at the end, or one carriage return and line feed.
    fileprivate var countWithoutLineEnd: Int {
        guard !isEmpty, self[count - 1] == UInt8(ascii: "\n") else { return count }
        return count > 1 && self[count - 2] == UInt8(ascii: "\r") ? count - 2 : count - 1
    }
}
