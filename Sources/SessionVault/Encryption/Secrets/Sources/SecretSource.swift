internal import VaultLock
internal import VaultSQLite
internal import VaultSodium

/// Where a secret is read from, into guarded memory.
enum SecretSource {
    case file(String)
    /// A file that may be readable by others, too: whether what it has is a secret is not known yet.
    case textFile(String)
    case descriptor(Int32)
    /// A variable of the environment, which is gone afterwards.
    case environment(String)
    /// A file in the directory that `$CREDENTIALS_DIRECTORY` names, as systemd makes them
    /// (<https://systemd.io/CREDENTIALS/>).
    case credential(String)

    private static let credentialsDirectory = "CREDENTIALS_DIRECTORY"

    /// What errors call it.
    var place: String {
        switch self {
        case .file(let path), .textFile(let path): path
        case .descriptor(let number): "descriptor \(number)"
        case .environment(let name): "the environment variable \(name)"
        case .credential(let name): "the credential \(name)"
        }
    }

    /// All that it has.
    ///
    /// - Throws: ``VaultError/unsuitableSecret(_:path:)``, and what the system refuses.
    func bytes(limit: Int) throws -> SecretBytes {
        try VaultError.mapping(source: place) {
            switch self {
            case .file(let path): try Self.read(path) { try SecretInput.bytes(ofFile: $0, limit: limit) }
            case .textFile(let path):
                try Self.read(path) { try SecretInput.bytes(ofFile: $0, limit: limit, isPublic: true) }
            case .descriptor(let number): try SecretInput.bytes(ofDescriptor: number, limit: limit)
            case .environment(let name): try Environment.takeSecret(name, limit: limit)
            case .credential(let name):
                try Self.read(try Self.path(ofCredential: name)) {
                    try SecretInput.bytes(ofFile: $0, limit: limit, isCredential: true)
                }
            }
        }
    }

    private static func path(ofCredential name: String) throws -> String {
        guard let directory = Environment.text(credentialsDirectory) else {
            throw VaultError.unsuitableSecret(.missing, path: "the environment variable \(credentialsDirectory)")
        }
        guard !["", ".", ".."].contains(name), !name.utf8.contains(UInt8(ascii: "/")), !name.utf8.contains(0) else {
            throw SecretInputError.missing
        }
        return directory + "/" + name
    }

    private static let reading = Lock(())

    /// Runs `body`, which opens and closes the file, unless this process has it open as a session's: the close would
    /// take the locks off it. One at a time, so that a claim that fails is always a session's.
    private static func read(_ path: String, _ body: (String) throws -> SecretBytes) throws -> SecretBytes {
        guard !path.utf8.contains(0) else { throw SecretInputError.missing }
        return try reading.withLock { _ in
            guard let facts = try FileFacts.of(path) else { throw SecretInputError.missing }
            guard let claim = try FileClaim(facts.identity) else { throw VaultError.locked(pid: LockHolder.ownPID) }
            return try withExtendedLifetime(claim) { try body(path) }
        }
    }
}

extension VaultError {
    /// Runs `body` and gives what a source of secrets refuses its public name.
    static func mapping<Result: ~Copyable>(source place: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try mapping(place) { try mapping(body) }
        } catch let error as SecretInputError {
            switch error {
            case .readableByOthers: throw unsuitableSecret(.readableByOthers, path: place)
            case .foreignOwner: throw unsuitableSecret(.foreignOwner, path: place)
            case .symbolicLink: throw unsuitableSecret(.symbolicLink, path: place)
            case .notRegular: throw unsuitableSecret(.notRegular, path: place)
            case .missing: throw unsuitableSecret(.missing, path: place)
            case .empty: throw unsuitableSecret(.empty, path: place)
            case .tooLong: throw unsuitableSecret(.tooLong, path: place)
            case .noTerminal: throw unsuitableSecret(.noTerminal, path: "this process")
            case .interrupted: throw CancellationError()
            case .system(let code, let call):
                return try mapping(place) { throw SystemError(code: code, call: call, path: place) }
            }
        }
    }
}
