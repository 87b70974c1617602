internal import VaultSodium

extension RecoveryCode {
    /// Some groups of one's own, and more than the text needs.
    static let longestSource = 256

    /// The code whose text, `SVREC1…` in any groups, is in a file, read straight into guarded memory.
    ///
    /// - Throws: As ``RawKey/init(file:)``.
    public convenience init(file path: String) throws { try self.init(from: .file(path)) }

    /// The code whose text, `SVREC1…` in any groups, a descriptor has until its end, as from a pipe; see
    /// ``RawKey/init(descriptor:)``.
    ///
    /// - Throws: As ``RawKey/init(descriptor:)``.
    public convenience init(descriptor: Int32) throws { try self.init(from: .descriptor(descriptor)) }

    /// The code whose text, `SVREC1…`, is in a variable of the environment. The variable is removed, and what remains
    /// of it elsewhere is what ``Passphrase/init(environment:)`` says.
    ///
    /// - Throws: As ``RawKey/init(environment:)``.
    public convenience init(environment name: String) throws { try self.init(from: .environment(name)) }

    /// The code in the credential of that name, in the form of ``init(file:)``; see ``Passphrase/init(credential:)``.
    ///
    /// - Throws: As ``RawKey/init(file:)``.
    public convenience init(credential name: String) throws { try self.init(from: .credential(name)) }

    private convenience init(from source: SecretSource) throws {
        let bytes = try source.bytes(limit: Self.longestSource)
        self.init(owning: try VaultError.mapping { try bytes.withBytes { try Bech32m.recoveryCode.decode($0) } })
    }
}
