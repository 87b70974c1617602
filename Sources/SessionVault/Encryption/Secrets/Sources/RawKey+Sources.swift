internal import VaultSodium

extension RawKey {
    /// More than the text with a line's end and quotes.
    private static let longestSource = 128

    /// The key in a file, read straight into guarded memory: exactly 32 bytes, or its text, `SVKEY1…`, with a line feed
    /// at the end or without.
    ///
    /// - Throws: ``VaultError/unsuitableSecret(_:path:)`` where the file is a symbolic link or not regular, belongs to
    ///   neither this user nor root, can be read by others, is empty or too long;
    ///   ``VaultError/invalidSecret(_:)``, ``VaultError/typo(missing:)`` where it has no key; ``VaultError/locked(pid:)``
    ///   where it is the file of a session that this process has open; ``VaultError/system(errno:call:path:)``.
    public convenience init(file path: String) throws { try self.init(from: .file(path)) }

    /// The key that a descriptor has until its end, as from a pipe; in the same forms as for ``init(file:)``.
    ///
    /// It blocks its thread until the other end is closed, so call it on one that no task runs on. The descriptor is the
    /// caller's: it stays open, with all of its flags.
    ///
    /// - Throws: As ``init(file:)``, but for what only a file can be.
    public convenience init(descriptor: Int32) throws { try self.init(from: .descriptor(descriptor)) }

    /// The key whose text, `SVKEY1…`, is in a variable of the environment. The variable is removed, and what remains of
    /// it elsewhere is what ``Passphrase/init(environment:)`` says.
    ///
    /// - Throws: ``VaultError/unsuitableSecret(_:path:)`` where the variable is missing, empty or too long;
    ///   ``VaultError/invalidSecret(_:)``, ``VaultError/typo(missing:)``.
    public convenience init(environment name: String) throws {
        let bytes = try SecretSource.environment(name).bytes(limit: Self.longestSource)
        self.init(owning: try VaultError.mapping { try bytes.withBytes { try Bech32m.rawKey.decode($0) } })
    }

    /// The key in the credential of that name, in the same forms as for ``init(file:)``; see
    /// ``Passphrase/init(credential:)``.
    ///
    /// - Throws: As ``init(file:)``.
    public convenience init(credential name: String) throws { try self.init(from: .credential(name)) }

    /// Writes the key's text to a new file that ``init(file:)`` reads.
    ///
    /// The file has mode 0600 and is there whole and durable, or not at all. The text goes from guarded memory to the
    /// system; on the disk it is in the clear.
    ///
    /// - Throws: As ``Identity/write(to:)``.
    public func write(to path: String) throws {
        try IdentityFile.create(path, [], try VaultError.mapping { try Bech32m.rawKey.encode(slotKey.cell) })
    }

    private convenience init(from source: SecretSource) throws {
        let bytes = try source.bytes(limit: Self.longestSource)
        self.init(
            owning: try VaultError.mapping {
                try bytes.withBytes { bytes in
                    // The text has twice as many characters.
                    try bytes.count == Self.length ? SecretBytes(copying: bytes) : Bech32m.rawKey.decode(bytes)
                }
            })
    }
}
