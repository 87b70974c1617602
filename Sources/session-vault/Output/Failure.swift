#if CLI
internal import SessionVault

/// Why a command ends, in the tool's own words.
struct Failure: Error {
    let status: ExitStatus
    let message: String
    var hint: String?
    /// The library's error that it tells of.
    let cause: VaultError?

    init(_ status: ExitStatus, _ message: String, hint: String? = nil, cause: VaultError? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    /// The same, with something more to do.
    func adding(hint more: String) -> Failure {
        Failure(status, message, hint: hint.map { $0 + "; " + more } ?? more, cause: cause)
    }

    /// A command line that says too little or too much.
    static func usage(_ message: String, hint: String? = nil) -> Failure { Failure(.usage, message, hint: hint) }
}

extension Failure {
    /// The error, said of `place`, which may be a name or a path; some errors name theirs.
    init(_ error: any Error, about place: String? = nil, isKeyring: Bool = false) {
        if let failure = error as? Failure {
            self = failure
            return
        }
        let text =
            switch error {
            // Of what was read, since nothing is made of words here.
            case VaultError.missingValue("apiID"): "the session has no application's id, and clients would ask for one"
            case VaultError.missingValue("account"): "the session has no account's id, and clients would ask who it is"
            case VaultError.unsupportedSchema(.telethon, let path):
                "\(path) is a Telethon session, which is imported only"
            case VaultError.unsupportedSchema(.pyrofork, let path):
                "\(path) is a pyrofork session, which is imported only"
            case VaultError.invalidPassphrase: "a passphrase has 1 to 4,096 bytes of UTF-8"
            case let error as VaultError: error.description
            case is CancellationError: "interrupted"
            default: "unexpected: \(type(of: error))"
            }
        let prefix = place.flatMap { (error as? VaultError)?.namesPlace == true ? nil : "\($0): " } ?? ""
        self.init(
            ExitStatus(error), prefix + text, hint: (error as? VaultError)?.hint(about: place, isKeyring: isKeyring),
            cause: error as? VaultError)
    }

    /// As the other one, of what waits for nothing.
    static func about<Result: ~Copyable>(_ place: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let ended as Ended {
            throw ended
        } catch {
            throw Failure(error, about: place)
        }
    }

    /// Runs `body`, and says of `place` what it throws.
    ///
    /// - Parameters:
    ///   - place: A session's name, or a path.
    ///   - isKeyring: Whether that is a keyring's.
    ///   - body: What is done.
    static func about<Result>(
        _ place: String, isKeyring: Bool = false, _ body: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await body()
        } catch let ended as Ended {
            throw ended
        } catch {
            throw Failure(error, about: place, isKeyring: isKeyring)
        }
    }
}

extension Failure {
    /// Runs `body`, and says of the ledger what is the ledger's.
    static func aboutLedger<Result>(_ ledger: String?, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch VaultError.tampered(.ledger) {
            throw Failure(VaultError.tampered(.ledger), about: ledger)
        }
    }

    /// Runs `body`, which opens an export, and says what can be said of who has to have made it.
    static func aboutSource<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch VaultError.unverifiedOrigin(let id) {
            throw Failure(
                .data, "nothing shows who made it, and anybody can have who has the public half",
                hint:
                    "--signed-by svsig1… takes what that signer signed, --vault \(id) this one, --accept-unverified any"
            )
        }
    }
}

extension VaultError {
    /// Whether its text begins with the place that it is about.
    fileprivate var namesPlace: Bool {
        switch self {
        case .unsuitableFile, .unsupportedSchema, .damagedFile, .unsuitableSecret, .system, .database: true
        default: false
        }
    }
}
#endif
