#if CLI
internal import FoundationEssentials
internal import SessionVault

/// Where the command line says a secret is.
enum GivenSecret: Equatable {
    case passphraseFile(String)
    case passphraseDescriptor(Int32)
    case passphraseVariable(String)
    case keyFile(String)
    case identityFile(String)
    case recoveryFile(String)
    case recoveryPrompt

    /// Reads it, straight into guarded memory.
    ///
    /// A file in the directory that systemd names in `$CREDENTIALS_DIRECTORY` is read as a credential, whose mode differs.
    func read() throws -> VaultSecret {
        try checkPlace()
        return try Failure.about(place, unchecked)
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
    private func checkPlace() throws {
        switch self {
        case .passphraseVariable(let name) where name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil:
            throw Failure.usage("what was given for the passphrase's variable is no name of one")
        case .passphraseFile(let path), .keyFile(let path), .identityFile(let path), .recoveryFile(let path):
            guard !path.contains("/"), path.contains(" "), !FileManager.default.fileExists(atPath: path) else { return }
            throw Failure(.noInput, "the file that was given for the secret is not there")
        case .passphraseVariable, .passphraseDescriptor, .recoveryPrompt: return
        }
    }

    private func unchecked() throws -> VaultSecret {
        switch self {
        case .passphraseFile, .passphraseDescriptor, .passphraseVariable: .passphrase(try readPassphrase())
        case .keyFile(let path):
            .rawKey(try Self.credential(path).map { try RawKey(credential: $0) } ?? RawKey(file: path))
        case .identityFile(let path):
            .identity(try Self.credential(path).map { try Identity(credential: $0) } ?? Identity(file: path))
        case .recoveryFile(let path): .recoveryCode(try RecoveryCode(file: path))
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
        let prefix = directory.hasSuffix("/") ? directory : directory + "/"
        guard path.hasPrefix(prefix) else { return nil }
        let name = String(path.dropFirst(prefix.count))
        return name.contains("/") ? nil : name
    }
}

/// The options of which one says where a secret is, and what it is asked of the terminal where none does.
struct SecretChoice {
    var given: [GivenSecret]
    var keyring: String?
    var ledger: String?
    /// What the options' names begin with, for errors.
    var prefix: String
    /// Whether a keyring is taken that an identity unlocks, whoever made it.
    var acceptsUnverifiedKeyring = false

    /// - Throws: ``Failure`` where several were given.
    func checked() throws -> SecretChoice {
        guard given.count <= 1 else {
            throw Failure.usage("more than one option names the \(prefix.isEmpty ? "" : "new ")secret; one is enough")
        }
        guard ledger == nil || keyring != nil else { throw Failure.usage("--ledger goes with --keyring") }
        return self
    }

    /// Whether standard input is to be read for it.
    var isStandardInput: Bool { given.contains(.passphraseDescriptor(0)) }

    /// Whether somebody has to type it.
    var isTyped: Bool { given.isEmpty || given == [.recoveryPrompt] }

    var isEmpty: Bool { given.isEmpty && keyring == nil }

    /// Reads the secret, unlocks the keyring with it where there is one, or asks for a passphrase.
    ///
    /// - Parameters:
    ///   - subject: What it opens, for the prompt.
    ///   - isNew: Whether a passphrase that is typed is asked for twice.
    ///   - cost: What passphrase slots of the keyring's file cost that are made later.
    func secret(for subject: String, isNew: Bool) async throws -> VaultSecret {
        if let keyring {
            let secret = try given.first?.read() ?? .passphrase(try Self.ask(for: keyring, isNew: false))
            return .keyring(
                try await Failure.about(keyring) {
                    try await Keyring.unlock(
                        at: keyring, with: secret,
                        origin: acceptsUnverifiedKeyring ? .acceptUnverified : .refuseUnverified,
                        ledger: ledger)
                }
            )
        }
        return try given.first?.read() ?? .passphrase(try Self.ask(for: subject, isNew: isNew))
    }

    static func ask(for subject: String, isNew: Bool) throws -> Passphrase {
        try Passphrase(
            terminal: (isNew ? "New passphrase of " : "Passphrase of ") + subject.withoutControls + ": ",
            confirming: isNew)
    }
}
#endif
