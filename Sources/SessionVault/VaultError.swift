internal import VaultSQLite

/// Everything that this library refuses, and why.
///
/// Later versions add cases: have a `default` in a `switch`.
///
/// No case carries a secret, nor a value that was stored or looked up: an error can go to a public log as it is.
public enum VaultError: Error, Sendable, Hashable {
    // Lifecycle

    /// The session or storage is not open: not opened yet, or closed.
    case notOpen
    /// The session or storage is open already.
    case alreadyOpen
    /// Another owner has the storage open; its process id where that can be known.
    case locked(pid: Int32?)
    /// Other processes may have the storage open, and what was asked for takes a single owner: open it with
    /// ``FileStorage/Locking/exclusive``.
    case needsExclusive
    /// It was opened, or the keys were made, in the process that this one was forked from. In the child the keys are
    /// wiped, and the file is the parent's.
    case inheritedByFork

    // What a storage holds

    /// The storage has no auth key yet.
    case noSession
    /// The storage has a session with another auth key, which nobody said may be replaced.
    case sessionExists
    /// An auth key has 256 bytes, and not only zeros (given as length 0 here).
    case invalidAuthKey(length: Int)
    /// What stands where the auth key is kept is neither a key nor an envelope.
    case invalidStoredKey(length: Int)
    /// A stored value is not one that its column can have.
    case invalidValue(column: String)
    /// The value given cannot be kept in the form asked for.
    case unstorableValue(field: String)
    /// The record was changed by another writer meanwhile; nothing was written.
    case changedMeanwhile

    /// A plain auth key cannot take the place of the envelope while rows are sealed under it.
    case rowsStillSealed

    // Encryption

    /// No passphrase slot opens with the passphrase, or somebody changed the slot: the two look the same.
    case incorrectPassphrase
    /// No slot of the envelope is of a kind that the secret given could open.
    case noMatchingSlot
    /// A key fitted, and what it covers was changed.
    case tampered(Covered)
    /// The bytes are not an envelope this version reads.
    case invalidEnvelope(EnvelopeFlaw)
    /// The storage holds a plain auth key, and an encrypted one was demanded. Encrypt it, or find out who stripped it.
    case notEncrypted
    /// The storage holds an envelope: open it as an encrypted one.
    case encrypted
    /// The envelope's derivation costs less than the policy's floor.
    case derivationBelowPolicy(passes: Int, mebibytes: Int)
    /// The envelope's derivation costs more than the policy's ceiling.
    case derivationAbovePolicy(passes: Int, mebibytes: Int)
    /// There is less memory than the work needs, in bytes; `has` is 0 where the system refused without a figure.
    case notEnoughMemory(needs: Int, has: Int)
    /// The export was to be used until then, in seconds since 1970.
    case expired(at: Int64)
    /// A counter of the envelope is at its end.
    case exhausted
    /// The passphrase is empty or not UTF-8.
    case invalidPassphrase

    // Text

    /// A session string is not one; see the flaw.
    case invalidSessionString(SessionStringFlaw)
    /// A sealed string has a typing or copying error; `missing` characters are missing, 0 where the length is right or
    /// cannot be told, below 0 where there are too many.
    case typo(missing: Int)
    /// A plain session string stands where a sealed one is expected. It is an unprotected key: treat it as one.
    case plainSessionString
    /// A sealed string stands where a plain session string is expected.
    case sealedString

    // Files

    /// The path cannot be a session's file.
    case unsuitableFile(FileFlaw, path: String)
    /// The file's tables are of a schema that is not opened; its description says what can be done.
    case unsupportedSchema(SessionFileSchema, path: String)
    /// The file is a damaged SQLite database.
    case damagedFile(path: String)
    /// The disk is full.
    case diskFull
    /// The process has too many files open, or the system has.
    case tooManyOpenFiles
    /// The system refused a call on a file.
    case system(errno: Int32, call: String, path: String)
    /// SQLite refused a statement; its extended result code, what was being done, and on which file (`:memory:` for
    /// none).
    case database(code: Int32, operation: String, path: String)

    // Libraries

    /// libsodium could not be initialised.
    case cryptographyUnavailable

    /// What was found changed.
    public enum Covered: Sendable, Hashable {
        /// The envelope's header, slots or payload.
        case envelope
        /// A readable column beside the envelope, which is a mirror of the sealed record.
        case mirror(column: String)
        /// A peer's or an update state's row.
        case row
    }

    /// Why bytes are not an envelope.
    public enum EnvelopeFlaw: Sendable, Hashable {
        /// They do not begin with the magic.
        case magic
        /// The version is not 1.
        case version(UInt8)
        /// The length in the header is not that of the bytes.
        case length
        /// A flag, a slot or the payload is not of version 1's layout.
        case layout
        /// The storage it was found in keeps another kind: a vault's where a keyring is expected, or an export.
        case kind
        /// It is signed, and this version checks no signatures.
        case signed
        /// A re-key was begun by a version that has it, and not ended.
        case rekeying
    }

    /// Why text is not a session string.
    public enum SessionStringFlaw: Sendable, Hashable {
        /// There is nothing.
        case empty
        /// No form has this many characters.
        case length(Int)
        /// It ends in `=`; no client of the family writes that.
        case padding
        /// A character is none of base64url's, counted from 0.
        case character(at: Int)
        /// The last character has bits that no encoder sets.
        case trailingBits
        /// A flag is neither 0 nor 1.
        case flag
        /// There is no DC with this id.
        case dataCenter(Int)
        /// The user id is above what a record can hold.
        case userID
        /// The application id is above what a record can hold.
        case apiID
        /// The auth key is all zeros.
        case noAuthKey
    }

    /// Why a path cannot be a session's file.
    public enum FileFlaw: Sendable, Hashable {
        /// It is a symbolic link.
        case symbolicLink
        /// It has a second name (a hard link).
        case hardLink
        /// It is a directory, a device, a socket.
        case notRegular
        /// It belongs to another user.
        case foreignOwner
        /// Its directory can be written by others, and is not sticky.
        case sharedDirectory
        /// It has no bytes: a crashed program left it, or it was made by hand.
        case empty
        /// It does not begin as an SQLite database does.
        case notADatabase
        /// It is an SQLite database that was cut: its header counts more pages than it has.
        case truncated
        /// It is not there, and a journal or log of it is: SQLite would write the old content into a new file.
        case orphanedJournal
        /// It is no name that a file can have here: empty, `.` or `..`, or with a slash or a NUL in it.
        case name
        /// Its name or its path is longer than the file system, or SQLite, has room for beside it.
        case tooLong
        /// Its directory is not there.
        case missingDirectory
        /// Its directory belongs to another user, who could put another file in its place.
        case foreignDirectory
        /// It was open, and its path names another file by now, or none.
        case replaced
        /// Something is there, and a new file was to be made.
        case exists
    }
}

extension VaultError: CustomStringConvertible {
    /// What happened and what to do, as a sentence without a full stop.
    public var description: String {
        switch self {
        case .notOpen: "the storage is not open"
        case .alreadyOpen: "the storage is open already"
        case .locked(LockHolder.ownPID): "this process has the session open already; close it there first"
        case .locked(let pid):
            "the session is in use by " + (pid.map { "process \($0)" } ?? "another process")
                + "; one auth key used from two places gets the account logged out"
        case .needsExclusive: "other processes may have the session open; open it with exclusive locking for that"
        case .inheritedByFork: "it belongs to the process this one was forked from; open a session after the fork"
        case .noSession: "the storage has no session yet; is its name right?"
        case .sessionExists: "the storage has another session; log that out first, or say that it may be replaced"
        case .invalidAuthKey(0): "the auth key is all zeros, which stands for no key"
        case .invalidAuthKey(let length): "an auth key has 256 bytes, this one \(length)"
        case .invalidStoredKey(let length):
            "\(length) bytes stand where the auth key is kept, and they are neither a key nor an envelope"
        case .invalidValue(let column): "the value stored in \(column) is not one that it can have"
        case .unstorableValue(let field): "the value given for \(field) cannot be stored in this form"
        case .rowsStillSealed: "rows are sealed still; decrypt them before the auth key is stored plain"
        case .changedMeanwhile: "another writer changed the session meanwhile; nothing was written"
        case .incorrectPassphrase: "incorrect passphrase"
        case .noMatchingSlot: "no key slot fits the secret given"
        case .tampered(.envelope): "the envelope was changed after it was sealed"
        case .tampered(.mirror(let column)):
            "the column \(column) differs from the sealed record; put it back, or decrypt to restore it from the record"
        case .tampered(.row): "a sealed row was changed, moved or taken from elsewhere"
        case .invalidEnvelope(.magic): "the bytes are not an envelope"
        case .invalidEnvelope(.version(let version)): "the envelope is of version \(version), this library reads 1"
        case .invalidEnvelope(.length): "the envelope is cut, or has bytes added"
        case .invalidEnvelope(.layout): "the envelope is damaged"
        case .invalidEnvelope(.rekeying):
            "a re-key of the vault was begun and not ended; end it with the version that began it"
        case .invalidEnvelope(.signed): "the export is signed, and this version cannot check by whom"
        case .invalidEnvelope(.kind): "the envelope is of another kind than its place"
        case .notEncrypted: "the session is not encrypted; encrypt it first, or find out who removed the encryption"
        case .encrypted: "the session is encrypted already; open it with its passphrase"
        case .derivationBelowPolicy(let t, let m):
            "the key derivation (\(t) passes, \(m) MiB) is weaker than the policy allows"
        case .derivationAbovePolicy(let t, let m):
            "the key derivation (\(t) passes, \(m) MiB) costs more than the policy allows"
        case .notEnoughMemory(let needs, 0): "\(needs) bytes of memory could not be had"
        case .notEnoughMemory(let needs, let has):
            "the key derivation needs \(needs / 1_048_576) MiB of memory, and \(has / 1_048_576) MiB are free"
        case .expired: "the export has expired; ask for a new one"
        case .exhausted: "a counter of the envelope is at its end; export the session into a new vault"
        case .invalidPassphrase: "a passphrase has 1 to 4,096 bytes of UTF-8"
        case .invalidSessionString(let flaw): flaw.description
        case .typo(0): "the sealed string has a typing or copying error"
        case .typo(let missing) where missing > 0: "the sealed string is cut: \(missing) characters are missing"
        case .typo(let missing): "the sealed string has \(-missing) characters too many"
        case .plainSessionString: "this is a plain session string, not a sealed one; whoever saw it has the account"
        case .sealedString: "this is a sealed string, not a plain session string; open it with its passphrase"
        case .unsuitableFile(let flaw, let path): "\(path) \(flaw)"
        case .unsupportedSchema(let schema, let path): "\(path) is \(schema)"
        case .damagedFile(let path): "\(path) is a damaged SQLite database; put a backup in its place"
        case .diskFull: "the disk is full"
        case .tooManyOpenFiles: "too many open files; raise the limit (ulimit -n)"
        case .system(let errno, let call, let path): "\(call) failed on \(path): \(SystemError.text(errno))"
        case .database(let code, let operation, let path):
            "SQLite failed to \(operation) in \(path) (result code \(code))"
        case .cryptographyUnavailable: "libsodium could not be initialised, or refused a call"
        }
    }
}

extension VaultError.SessionStringFlaw: CustomStringConvertible {
    /// The flaw as a sentence without a full stop.
    public var description: String {
        switch self {
        case .empty: "the session string is empty"
        case .length(let length): "a session string has 351, 356 or 362 characters, this one \(length)"
        case .padding: "the session string ends in =, which no client writes; it may be of another program"
        case .character(let index): "character \(index + 1) of the session string is none of base64url's"
        case .trailingBits: "the last character of the session string is not one that an encoder writes"
        case .flag: "a flag of the session string is neither 0 nor 1"
        case .dataCenter(let id): "the session string names DC \(id), which does not exist"
        case .userID: "the session string's user id is too large"
        case .apiID: "the session string's api id is too large"
        case .noAuthKey: "the session string has no auth key"
        }
    }
}

extension VaultError.FileFlaw: CustomStringConvertible {
    /// What the path is, to follow it in a sentence.
    public var description: String {
        switch self {
        case .symbolicLink: "is a symbolic link; give the file itself"
        case .hardLink: "has a second name (a hard link); remove one"
        case .notRegular: "is not a regular file"
        case .foreignOwner: "belongs to another user"
        case .sharedDirectory: "lies in a directory that others can write; make it your own (chmod go-w)"
        case .empty: "is empty; remove it to start anew"
        case .notADatabase: "is no SQLite database; put a backup in its place, or remove it to start anew"
        case .truncated: "is cut short; put a backup in its place"
        case .orphanedJournal:
            "is missing, and its -wal or -journal file is not; put the file back, since that log may hold the only copy "
                + "of the session, and remove the log only to give the session up"
        case .name: "is not a name that a session's file can have"
        case .tooLong: "is too long; a name can have 247 bytes here, and a path 504"
        case .missingDirectory: "lies in a directory that does not exist; make it first"
        case .foreignDirectory: "lies in a directory that belongs to another user; choose one of your own"
        case .replaced:
            "was replaced or removed while it was open; nothing was written to what is there now, so find out who did "
                + "it and open it anew"
        case .exists: "is there already, and nothing is replaced; give another path"
        }
    }
}
