#if CLI
internal import SessionVault

/// What the tool's exit status says, in the numbers of BSD's sysexits.h.
enum ExitStatus: Int32, Sendable {
    /// The command line cannot be understood, or has a secret in it.
    case usage = 64
    /// What was given is malformed, mistyped, tampered with, expired, or not what it has to be.
    case data = 65
    /// A file, a session, a secret's file or a variable is not there.
    case noInput = 66
    /// Our own fault.
    case software = 70
    /// What was to be made is there already.
    case exists = 73
    /// The system refused: the disk is full, there is no memory, standard output cannot be written.
    case system = 74
    /// Another process has the session open, or was faster.
    case locked = 75
    /// The passphrase is wrong, or no key slot is for the secret given.
    case noAccess = 77
    /// What `run` was to start cannot be executed.
    case cannotExecute = 126
    /// What `run` was to start is not there.
    case noCommand = 127
}

extension ExitStatus {
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure.status
        case let error as VaultError: self.init(error)
        case is CancellationError: self = .system
        default: self = .software
        }
    }

    private init(_ error: VaultError) {
        self =
            switch error {
            case .locked, .needsExclusive, .changedMeanwhile: .locked
            case .incorrectPassphrase, .noMatchingSlot: .noAccess
            case .noSession, .unsuitableFile(.missing, _), .unsuitableFile(.missingDirectory, _),
                .unsuitableSecret(.missing, _), .unsuitableSecret(.noTerminal, _):
                .noInput
            case .unsuitableFile(.exists, _), .sessionExists, .slotExists: .exists
            // A value that is longer than SQLite takes is the file's fault.
            case .database(code: 18, _, _): .data
            case .diskFull, .tooManyOpenFiles, .notEnoughMemory, .system, .database: .system
            case .ambiguousSlot, .noSuchSlot, .lastSlot, .slotsFull, .slotSecretsMissing, .nestedKeyring, .rootInUse:
                .usage
            case .notOpen, .alreadyOpen, .inheritedByFork, .endlessPages, .rowsStillSealed, .cryptographyUnavailable,
                .keyringLocked:
                .software
            default: .data
            }
    }
}
#endif
