internal import VaultSQLite

extension VaultError {
    /// Runs `body` on the file at `path` and gives SQLite's and the system's errors their public names.
    static func mapping<Result: ~Copyable>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SQLiteError {
            throw VaultError(error, path)
        } catch let error as SystemError {
            throw VaultError(error, path)
        } catch is InheritedByFork {
            throw VaultError.inheritedByFork
        }
    }

    private init(_ error: SQLiteError, _ path: String) {
        self =
            switch (error.kind, SystemError.kind(error.systemError)) {
            case (.busy, _): .locked(pid: nil)
            case (.corrupt, _), (.notADatabase, _): .damagedFile(path: path)
            case (.full, _), (.inputOutput, .noSpace), (.cannotOpen, .noSpace): .diskFull
            case (.inputOutput, .tooManyFiles), (.cannotOpen, .tooManyFiles): .noDescriptor(error.systemError)
            case (.inputOutput, .tooLarge): .system(errno: error.systemError, call: "write", path: path)
            case (.noRights, _):
                .system(
                    errno: error.systemError == 0 ? SystemError.noRightsCode : error.systemError, call: "open",
                    path: path)
            case (.cannotOpen, _) where error.systemError != 0:
                .system(errno: error.systemError, call: "open", path: path)
            default: .database(code: error.code, operation: error.operation, path: path)
            }
    }

    /// The path is the one that the caller knows, and not that of a file beside it or before it.
    private init(_ error: SystemError, _ path: String) {
        self =
            switch error.kind {
            case .noSpace: .diskFull
            case .tooManyFiles: .noDescriptor(error.code)
            case .tooLong: .unsuitableFile(.tooLong, path: path)
            case .missing, .tooLarge, .noRights, .other: .system(errno: error.code, call: error.call, path: path)
            }
    }
}
