extension SigningIdentity {
    /// The signing identity in a file, read straight into guarded memory: one line of its text, `SVSIGSEC1…`. Empty lines, and
    /// those that begin with `#`, are comments, as in age's files (<https://age-encryption.org/v1>).
    ///
    /// - Throws: As ``RawKey/init(file:)``.
    public convenience init(file path: String) throws { try self.init(from: .file(path)) }

    /// The signing identity that a descriptor has until its end, as from a pipe, in the form of ``init(file:)``; see
    /// ``RawKey/init(descriptor:)``.
    ///
    /// - Throws: As ``RawKey/init(descriptor:)``.
    public convenience init(descriptor: Int32) throws { try self.init(from: .descriptor(descriptor)) }

    /// The signing identity whose text, `SVSIGSEC1…`, is in a variable of the environment. The variable is removed, and what remains
    /// of it elsewhere is what ``Passphrase/init(environment:)`` says.
    ///
    /// - Throws: As ``RawKey/init(environment:)``.
    public convenience init(environment name: String) throws { try self.init(from: .environment(name)) }

    /// The signing identity in the credential of that name, in the form of ``init(file:)``; see
    /// ``Passphrase/init(credential:)``.
    ///
    /// - Throws: As ``RawKey/init(file:)``.
    public convenience init(credential name: String) throws { try self.init(from: .credential(name)) }

    private convenience init(from source: SecretSource) throws {
        try self.init(owning: try IdentityFile.signingIdentity.read(source))
    }

    /// Writes the signing identity to a new file that ``init(file:)`` reads, with its signer in a comment.
    ///
    /// The file has mode 0600 and is there whole and durable, or not at all. The text goes from guarded memory to the
    /// system; on the disk it is in the clear.
    ///
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` where something is there already, which is not replaced, or the
    ///   directory is missing or others can write it; ``VaultError/diskFull``,
    ///   ``VaultError/system(errno:call:path:)``.
    public func write(to path: String) throws {
        try IdentityFile.signingIdentity.write(seed, of: signer, to: path)
    }
}
