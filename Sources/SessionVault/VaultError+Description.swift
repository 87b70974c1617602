internal import VaultSQLite

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
        case .missingValue("account"):
            "the session has no account, and clients would ask for one; log in first, or set it with update(account:)"
        case .missingValue("apiID"):
            "the session has no application's id, and clients would ask for one; give it with apiID:, or set it with "
                + "update(apiID:)"
        case .missingValue(let field): "\(field) is missing, and this form needs it"
        case .unstorableValue("recipients"): "an export is for 1 to 16 recipients, each of them once"
        case .unstorableValue("note"): "the note is longer than 4,096 bytes"
        case .unstorableValue(let field): "the value given for \(field) cannot be stored in this form"
        case .rowsStillSealed: "rows are sealed still; decrypt them before the auth key is stored plain"
        case .changedMeanwhile:
            "another writer changed the session or its keys meanwhile; look at what is there and try again, or unlock the "
                + "keyring anew where its keys were rotated"
        case .endlessPages: "the storage's engine lists the same peers over and over; run StorageConformance against it"
        case .incorrectPassphrase: "incorrect passphrase"
        case .noMatchingSlot: "no key slot fits the secret given"
        case .nestedKeyring: "a keyring opens vaults and no other keyring; give a secret of another kind"
        case .keyringLocked: "the keyring was locked; unlock it and open the session again"
        case .unverifiedOrigin(let id):
            "anybody can have made vault \(id); pin its id, name its signer where it has one, or say that you accept it"
        case .otherVault(let expected, let found): "this is vault \(found), and \(expected) was expected"
        case .invalidIdleTimeout: "an idle time-out is longer than 0; without one, a keyring is never locked by itself"
        case .lastSlot: "the last key slot cannot be removed; add another first"
        case .noSuchSlot(let id): "the vault has no key slot \(id)"
        case .slotsFull: "the vault has as many key slots as it can have (16, of them 4 for passphrases)"
        case .slotExists(let id): "key slot \(id) is for the same secret already"
        case .ambiguousSlot: "there is not exactly one passphrase slot; name the one that is meant"
        case .slotSecretsMissing(let ids):
            "the secrets of these key slots are needed, or consent to drop them: "
                + ids.map(\.description).joined(separator: ", ")
        case .rolledBack(let known, let found):
            "an older state was put back: the ledger knows \(known), and \(found) was found; where that was done on purpose, "
                + "have the ledger forget the vault"
        case .rootInUse(let id): "root \(id) is in use; move every vault to another root first"
        case .invalidSecret(let kind): "this is no \(kind)"
        case .invalidRecipient: "this is no X25519 public key: svpub1…, or for a raw box 44 characters of base64"
        case .invalidSigner: "this is no signer (svsig1…)"
        case .invalidSignature: "the export's signature does not hold; do not use it, and ask its sender for another"
        case .unsuitableSecret(let flaw, let path): "\(path) \(flaw)"
        case .tampered(.envelope): "the envelope was changed after it was sealed"
        case .tampered(.mirror(let column)):
            "the column \(column) differs from the sealed record; put it back, or decrypt to restore it from the record"
        case .tampered(.row): "a sealed row was changed, moved or taken from elsewhere"
        case .tampered(.ledger): "the ledger was changed after it was sealed"
        case .invalidEnvelope(.magic): "the bytes are not an envelope"
        case .invalidEnvelope(.version(let version)): "the envelope is of version \(version), this library reads 1"
        case .invalidEnvelope(.length): "the envelope is cut, or has bytes added"
        case .invalidEnvelope(.layout): "the envelope is damaged"
        case .invalidEnvelope(.kind): "the envelope is of another kind than its place"
        case .notEncrypted: "the session is not encrypted; encrypt it first, or find out who removed the encryption"
        case .encrypted: "the session is encrypted already; open it as an encrypted one, with one of its secrets"
        case .derivationBelowPolicy(let t, let m):
            "the key derivation (\(t) passes, \(m) MiB) is weaker than the policy allows"
        case .derivationAbovePolicy(let t, let m):
            "the key derivation (\(t) passes, \(m) MiB) costs more than the policy allows"
        case .notEnoughMemory(let needs, 0): "\(needs) bytes of memory could not be had"
        case .notEnoughMemory(let needs, let has):
            "the key derivation needs \(needs / 1_048_576) MiB of memory, and \(has / 1_048_576) MiB are free"
        case .expired(let seconds):
            "the export was to be used until \(UTCTime.text(seconds)), which has passed; it takes a new one, with a later time"
        case .exhausted: "a counter of the envelope is at its end; export the session into a new vault"
        case .invalidPassphrase:
            "a passphrase has 1 to 4,096 bytes of UTF-8, and 4 to 64 words where it is made of words"
        case .invalidSessionString(let flaw): flaw.description
        case .typo(0): "the text has a typing or copying error"
        case .typo(1): "the text is cut: 1 character is missing"
        case .typo(let missing) where missing > 0: "the text is cut: \(missing) characters are missing"
        case .typo(-1): "the text has 1 character too many"
        case .typo(let missing): "the text has \(-missing) characters too many"
        case .plainSessionString: "this is a plain session string, not a sealed one; whoever saw it has the account"
        case .sealedString: "this is a sealed string (svault1_…), which opens with its passphrase or identity"
        case .invalidBox: "the sealed box is for another key, or was changed"
        case .unsuitableFile(let flaw, let path): "\(path) \(flaw)"
        case .unsupportedSchema(let schema, let path): "\(path) is \(schema)"
        case .damagedFile(let path): "\(path) is a damaged SQLite database; put a backup in its place"
        case .diskFull: "the disk is full"
        case .tooManyOpenFiles(_, 0): "the system has too many open files"
        case .tooManyOpenFiles(let needs, let has):
            "too many open files: \(needs) are needed, and \(has) are allowed; raise the limit (ulimit -n)"
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
        case .empty: "is empty; put a backup in its place, or remove it to start anew"
        case .notADatabase: "is no SQLite database; put a backup in its place, or remove it to start anew"
        case .truncated: "is cut short; put a whole copy, such as a backup, in its place"
        case .orphanedJournal:
            "is missing, and its -wal or -journal file is not; put the file back, since that log may hold the only copy "
                + "of the session, and remove the log only to give the session up"
        case .foreignJournal:
            "names another file, which SQLite would delete; no client writes that, so find out who did, and put a "
                + "backup of the database in its place"
        case .name: "is not a name that a file can have here"
        case .tooLong: "is too long; a name can have 247 bytes here, and a path 504"
        case .missingDirectory: "lies in a directory that does not exist; make it first"
        case .foreignDirectory: "lies in a directory that belongs to another user; choose one of your own"
        case .replaced:
            "was replaced or removed while it was open; nothing was written to what is there now, so find out who did "
                + "it and open it anew"
        case .exists: "is there already, and nothing is replaced; give another path"
        case .missing: "is not there"
        case .readableByOthers: "can be read by others; make it your own (chmod 600)"
        case .export: "is an export's file; import it into a session"
        case .keyring: "is a keyring's file, and has no session in it; unlock it as a keyring"
        case .database: "is an SQLite database, as sessions are kept in; open it as a session's storage"
        case .protectedString: "has a protected string (svault1_…) in it; read its text, and import that"
        case .unknown: "is neither an export's file nor a keyring's; is its name right?"
        }
    }
}

extension VaultError.SecretKind: CustomStringConvertible {
    /// The field's term.
    public var description: String {
        switch self {
        case .rawKey: "raw key (SVKEY1…, or 32 bytes)"
        case .recoveryCode: "recovery code (SVREC1…)"
        case .identity: "identity (SVSEC1…)"
        case .signingIdentity: "signing identity (SVSIGSEC1…)"
        }
    }
}

extension VaultError.SecretFlaw: CustomStringConvertible {
    /// What the place of a secret is, to follow it in a sentence.
    public var description: String {
        switch self {
        case .readableByOthers: "can be read by others; make it your own (chmod 600)"
        case .foreignOwner: "belongs to another user"
        case .symbolicLink: "is a symbolic link; give the file itself"
        case .notRegular: "is not a regular file"
        case .missing: "is not there"
        case .empty: "is empty"
        case .tooLong: "is longer than a secret can be"
        case .noTerminal: "has no terminal to ask on"
        case .mismatch: "was not typed the same way twice"
        }
    }
}
