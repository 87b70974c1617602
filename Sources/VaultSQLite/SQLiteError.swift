internal import CVaultSQLite

/// What SQLite refused, and what was being done.
///
/// SQLite's own message is left out: it can quote a value. The operation is a text of the source, never of the data.
package struct SQLiteError: Error, Hashable {
    /// The extended result code; see <https://sqlite.org/rescode.html>.
    package let code: Int32
    /// The `errno` beneath it, or 0 where the system had no part in it.
    package let systemError: Int32
    /// What was being done, to follow "failed to".
    package let operation: String

    package init(code: Int32, systemError: Int32 = 0, operation: StaticString) {
        self.code = code
        self.systemError = systemError
        self.operation = operation.description
    }

    /// What SQLite would have said of the file, had it looked.
    package static func corrupt(_ operation: StaticString) -> SQLiteError {
        SQLiteError(code: SQLITE_CORRUPT, operation: operation)
    }

    /// The codes that callers tell apart.
    package enum Kind: Hashable {
        /// `corrupt` is also `SQLITE_INTERRUPT`, by which ``Connection/limitWork()`` ends what no sound file needs.
        /// `schema` is `SQLITE_ERROR`: what a statement names is not there, or the file is of a format of the future.
        case busy, full, corrupt, notADatabase, cannotOpen, inputOutput, noRights, schema, other
    }

    /// What kind of refusal the code is.
    package var kind: Kind {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .full
        case SQLITE_CORRUPT, SQLITE_INTERRUPT: .corrupt
        case SQLITE_NOTADB: .notADatabase
        case SQLITE_CANTOPEN: .cannotOpen
        case SQLITE_IOERR: .inputOutput
        case SQLITE_READONLY, SQLITE_PERM: .noRights
        case SQLITE_ERROR: .schema
        default: .other
        }
    }
}
