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
    /// The form asked for needs a value that the session does not have.
    case missingValue(field: String)
    /// The record was changed by another writer meanwhile; nothing was written. Of a keyring: its keys were rotated, and it
    /// is to be unlocked anew; what was just written to a vault of it is written, and could not be noted in the ledger.
    case changedMeanwhile

    /// The engine gave a page of peers that ends where one before it ended: a listing would never end. Run
    /// `StorageConformance` of the `SessionVaultTesting` product against it.
    case endlessPages

    /// A plain auth key cannot take the place of the envelope while rows are sealed under it.
    case rowsStillSealed

    // Encryption

    /// The keyring was locked. Close what was opened through it, unlock the keyring's file anew, and open new storages with
    /// that.
    case keyringLocked
    /// A keyring was given as the secret of a keyring's file. It opens vaults alone: one that opened another would only hide
    /// who has the roots.
    case nestedKeyring
    /// No passphrase slot opens with the passphrase, or somebody changed the slot: the two look the same.
    case incorrectPassphrase
    /// No slot of the envelope opens with the secret given; of a passphrase, there is no slot for one.
    case noMatchingSlot
    /// A recipient's slot opened the vault, and anybody can have made such a vault: see ``OriginPolicy``.
    case unverifiedOrigin(VaultID)
    /// The vault is not the one that was pinned.
    case otherVault(expected: VaultID, found: VaultID)
    /// A keyring's idle time-out is 0 or less: it would lose its keys while it is used.
    case invalidIdleTimeout
    /// The one slot that is left cannot go: nobody could open the vault any more.
    case lastSlot
    /// There is no slot with this id.
    case noSuchSlot(SlotID)
    /// A vault has 16 slots at the most, 4 of them for passphrases.
    case slotsFull
    /// There is a slot for the same root, raw key, recovery code or recipient.
    case slotExists(SlotID)
    /// More than one passphrase slot could be meant; name one.
    case ambiguousSlot
    /// A re-key makes every slot anew, and the secrets of these were not given: give them, or say that the slots may go.
    case slotSecretsMissing([SlotID])
    /// What was found is older than what the ledger knows.
    case rolledBack(known: VaultVersion, found: VaultVersion)
    /// A root that is in use, or that vaults may still need, cannot go.
    case rootInUse(RootID)
    /// The bytes or the text are no secret of that kind.
    case invalidSecret(SecretKind)
    /// The bytes or the text are no X25519 public key.
    case invalidRecipient
    /// The bytes or the text are no Ed25519 public key.
    case invalidSigner
    /// What an export says of who signed it, and for whom, does not hold: a holder of its keys changed it.
    case invalidSignature
    /// A file that holds a secret cannot be taken; see the flaw.
    case unsuitableSecret(SecretFlaw, path: String)
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
    /// The passphrase is empty, too long or not UTF-8, or one was to be made of too few words or too many.
    case invalidPassphrase

    // Text

    /// A session string is not one; see the flaw.
    case invalidSessionString(SessionStringFlaw)
    /// A sealed string, or the text of a key or code, has a typing or copying error; `missing` characters are missing, 0
    /// where the length is right or cannot be told, below 0 where there are too many.
    case typo(missing: Int)
    /// A plain session string stands where a sealed one is expected. It is an unprotected key: treat it as one.
    case plainSessionString
    /// A sealed string stands where a plain session string, or a box of one, is expected.
    case sealedString
    /// A raw sealed box is for another recipient, or was changed: the two look the same.
    case invalidBox

    // Files

    /// The path cannot be a session's file, or that of a keyring, a ledger or an export.
    case unsuitableFile(FileFlaw, path: String)
    /// The file's tables are of a schema that is not opened; its description says what can be done.
    case unsupportedSchema(SessionFileSchema, path: String)
    /// The file is a damaged SQLite database.
    case damagedFile(path: String)
    /// The disk is full.
    case diskFull
    /// The process has no descriptor left for what it is to open: how many it needs in all, and how many it may have.
    /// Both are 0 where the system as a whole has too many.
    case tooManyOpenFiles(needs: Int, has: Int)
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
        /// The ledger.
        case ledger
    }

    /// What a secret is.
    public enum SecretKind: Sendable, Hashable {
        /// A raw key: 32 bytes, or `SVKEY1…`.
        case rawKey
        /// A recovery code: 16 bytes, or `SVREC1…`.
        case recoveryCode
        /// An identity's secret key: 32 bytes, or `SVSEC1…`.
        case identity
        /// A signing identity's seed: 32 bytes, or `SVSIGSEC1…`.
        case signingIdentity
    }

    /// Why a file, descriptor, variable or terminal gives no secret.
    public enum SecretFlaw: Sendable, Hashable {
        /// Others can read it: its mode has a bit for group or others.
        case readableByOthers
        /// It belongs to somebody who is neither this user nor root.
        case foreignOwner
        /// It is a symbolic link.
        case symbolicLink
        /// It is a directory, a device, a socket.
        case notRegular
        /// It is not there.
        case missing
        /// It is empty.
        case empty
        /// It is longer than such a secret can be.
        case tooLong
        /// There is no terminal to ask on.
        case noTerminal
        /// What was typed the second time is not what was typed the first time.
        case mismatch
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
        /// Its place is another's: a vault's where an export is expected, an export in a storage, or one with peers as text.
        case kind
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

    /// Why a path cannot be the file that it was given as.
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
        /// It is a rollback journal that names a file to remove, as that of a transaction over several databases does.
        case foreignJournal
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
        /// Nothing is there.
        case missing
        /// Others can read it: its mode has a bit for group or others.
        case readableByOthers
        /// It is an export's file, where another was expected.
        case export
        /// It is a keyring's file, where another was expected.
        case keyring
        /// It is an SQLite database, where another file was expected.
        case database
        /// It begins as the text of a ``ProtectedString``, which is no file of this library's.
        case protectedString
        /// It begins as no file that was expected.
        case unknown
    }
}
