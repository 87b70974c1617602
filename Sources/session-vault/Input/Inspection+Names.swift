#if CLI
internal import FoundationEssentials
internal import SessionVault

extension Inspection {
    /// Makes sure that a session is there and that no process has it open, before somebody types a secret for it.
    @discardableResult
    static func requireFree(_ name: SessionName) throws -> InspectedSession {
        try Failure.about(name.given) { try ofSession(name.path) }
    }

    /// What a keyring's file shows.
    ///
    /// - Throws: ``Failure`` that says what the file is, where it is another's.
    static func requireKeyring(_ path: String) throws -> InspectedEnvelope {
        try Failure.about(path) {
            switch try kind(ofFile: path) {
            case .export, .ledger, .text:
                throw Failure(
                    .data, "\(path) is no keyring's file",
                    hint: "`session-vault inspect \(path.shellWord)` says what it is")
            case .session where FileManager.default.fileExists(atPath: path):
                throw Failure(
                    .data, "\(path) is no keyring's file",
                    hint: "`session-vault inspect \(path.shellWord)` says what it is")
            case .session, .keyring: return try ofKeyring(path)
            }
        }
    }

    /// Makes sure that a ledger is there where one was named: the library would begin one, that knows nothing.
    static func requireLedger(_ path: String?) throws {
        guard let path else { return }
        guard !FileManager.default.fileExists(atPath: path) else {
            guard try kind(ofFile: path) == .ledger else {
                throw Failure(
                    .data, "\(path) is no ledger", hint: "`session-vault inspect \(path.shellWord)` says what it is")
            }
            return
        }
        throw Failure(
            .noInput, "\(path) is not there; without it nobody sees that an older state was put back",
            hint: "`session-vault keyring ledger create` begins one")
    }

    /// Makes sure that nothing is there yet.
    static func requireNothing(at name: SessionName) throws { try requireNothing(atPath: name.path) }

    /// Makes sure that nothing is there yet, and that something can be made there.
    static func requireNothing(atPath path: String) throws {
        do {
            _ = try ofFile(path)
        } catch let error as VaultError {
            switch error {
            case .unsuitableFile(.missing, _):
                // A log of it would be played into the new one.
                guard ["-wal", "-journal"].contains(where: { FileManager.default.fileExists(atPath: path + $0) }) else {
                    return
                }
                throw Failure(VaultError.unsuitableFile(.orphanedJournal, path: path))
            case .unsuitableFile(.sharedDirectory, _), .unsuitableFile(.missingDirectory, _),
                .unsuitableFile(.foreignDirectory, _), .unsuitableFile(.name, _), .unsuitableFile(.tooLong, _),
                .unsuitableFile(.orphanedJournal, _):
                throw Failure(error)
            // Whatever is there, it is something.
            default: break
            }
        }
        throw Failure(VaultError.unsuitableFile(.exists, path: path))
    }
}
#endif
