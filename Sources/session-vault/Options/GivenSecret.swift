#if CLI
internal import FoundationEssentials
internal import SessionVault
internal import VaultProcess

/// Where the command line says a secret is.
enum GivenSecret: Equatable {
    case passphraseFile(String)
    case passphraseDescriptor(Int32)
    case passphraseVariable(String)
    case keyFile(String)
    case identityFile(String)
    case recoveryFile(String)
    case recoveryPrompt

    var isIdentity: Bool { if case .identityFile = self { true } else { false } }

    /// Reads it, straight into guarded memory.
    ///
    /// A file in the directory that systemd names in `$CREDENTIALS_DIRECTORY` is read as a credential, whose mode differs.
    func read() throws -> VaultSecret {
        try Failure.about(place, secret)
    }

    /// What errors call it.
    private var place: String {
        switch self {
        case .passphraseFile(let path), .keyFile(let path), .identityFile(let path), .recoveryFile(let path): path
        case .passphraseDescriptor(let number): "descriptor \(number)"
        case .passphraseVariable(let name): name
        case .recoveryPrompt: "the recovery code"
        }
    }

    /// Somebody may have given the secret where its place belongs: that is not repeated in an error.
    func checkPlace() throws {
        switch self {
        case .passphraseVariable(let name) where name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil:
            throw Failure.usage("what was given for the passphrase's variable is no name of one")
        case .passphraseFile(let path), .keyFile(let path), .identityFile(let path), .recoveryFile(let path):
            guard !path.contains("/"), path.contains(" "), !FileManager.default.fileExists(atPath: path) else { return }
            throw Failure(.noInput, "the file that was given for the secret is not there")
        // One that is not the caller's may be a pipe of this process's own, which never ends.
        case .passphraseDescriptor(let number) where !Descriptor.isInherited(number):
            throw Failure(.noInput, "descriptor \(number) is not open", hint: "in a shell: `\(number)< FILE` opens it")
        case .passphraseVariable, .passphraseDescriptor, .recoveryPrompt: return
        }
    }

    private func secret() throws -> VaultSecret {
        switch self {
        case .passphraseFile, .passphraseDescriptor, .passphraseVariable: .passphrase(try readPassphrase())
        case .keyFile(let path):
            .rawKey(try Self.credential(path).map { try RawKey(credential: $0) } ?? RawKey(file: path))
        case .identityFile(let path):
            .identity(try Self.credential(path).map { try Identity(credential: $0) } ?? Identity(file: path))
        case .recoveryFile(let path):
            .recoveryCode(
                try Self.credential(path).map { try RecoveryCode(credential: $0) } ?? RecoveryCode(file: path))
        case .recoveryPrompt: .recoveryCode(try RecoveryCode(terminal: "Recovery code: "))
        }
    }

    private func readPassphrase() throws -> Passphrase {
        switch self {
        case .passphraseFile(let path):
            try Self.credential(path).map { try Passphrase(credential: $0) } ?? Passphrase(file: path)
        case .passphraseDescriptor(let number): try Passphrase(descriptor: number)
        case .passphraseVariable(let name): try Passphrase(environment: name)
        case .keyFile, .identityFile, .recoveryFile, .recoveryPrompt:
            throw Failure(.software, "a passphrase was asked of what is none")
        }
    }

    /// The name of the credential that the path is; nil where it is none.
    private static func credential(_ path: String) -> String? {
        guard let directory = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"], !directory.isEmpty else {
            return nil
        }
        func parts(_ path: String) -> [Substring] { path.split(separator: "/") }
        let (place, file) = (parts(directory), parts(path))
        guard path.hasPrefix("/"), file.count == place.count + 1, file.starts(with: place) else { return nil }
        return file.last.map(String.init)
    }
}
#endif
