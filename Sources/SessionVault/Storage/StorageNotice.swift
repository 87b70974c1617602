/// Something that opening a storage found or did, which its owner should know and which was no reason to refuse.
///
/// Later versions add cases: have a `default` in a `switch`.
public enum StorageNotice: Sendable, Hashable {
    /// Others could read the file; its mode was `from` and is 0600 now. Whoever read it before has what it held.
    case modeTightened(path: String, from: UInt16)
    /// The file was of the schema `from`; its tables are those of `to` now, and no row was lost. Where the two are the
    /// same, usernames that another client's migration had left behind are found again.
    case schemaMigrated(path: String, from: SessionFileSchema, to: SessionFileSchema)
    /// Keys are in memory that the system did not lock: they can reach swap. Raise `RLIMIT_MEMLOCK`.
    ///
    /// It is said of the worst of all memory that held keys in this process so far.
    case memoryNotLocked
    /// Keys are in memory that a forked child inherits, as on systems other than Linux.
    case memoryNotWipedOnFork
    /// The session is plain, and was opened because the caller did not require encryption.
    case notEncrypted
    /// The vault seals the auth key alone, and the caller asked for everything. A vault keeps the coverage that it was
    /// made with.
    case rowsNotSealed
    /// One key slot opens the vault, or the keyring, and there is no other way in if its secret is lost.
    case singleSlot
    /// A recipient's slot opened the vault, so that its owner's word alone, or the id that he pinned, says whose it is.
    case origin(VaultOrigin, VaultID)
    /// A re-key that had been interrupted was taken up and finished.
    case rekeyResumed
    /// A re-key was interrupted, and cannot end because the disk is too full to move rows. All is there and sealed, partly
    /// under the key before, until a later opening or ``Vault/rotateKeys(with:recipients:dropping:progress:)`` ends it.
    case rekeyPending
    /// A migration was interrupted, and cannot end because the disk is too full to rewrite the storage. Everything is
    /// sealed; what was plain before may still be readable in the storage until a later opening ends it.
    case migrationPending
    /// A migration that had been interrupted was taken up and finished; what was searched for afterwards is in the
    /// report, or nil where the engine cannot tell.
    case migrationResumed(RemnantReport?)
}

extension StorageNotice: CustomStringConvertible {
    /// The notice as a sentence.
    public var description: String {
        switch self {
        case .modeTightened(let path, let from):
            "others could read \(path) (mode 0\(String(from, radix: 8))); it is 0600 now"
        case .schemaMigrated(let path, let from, let to) where from == to:
            "\(path) is \(from), in which usernames were left behind by another client's migration; they are found again"
        case .schemaMigrated(let path, let from, let to): "\(path) was \(from); it is \(to) now"
        case .memoryNotLocked: "the memory that holds keys is not locked; raise the limit of locked memory (ulimit -l)"
        case .memoryNotWipedOnFork: "a forked child inherits the memory that holds keys"
        case .notEncrypted: "the session is not encrypted"
        case .rowsNotSealed: "the vault seals the auth key alone; peers and the account are readable"
        case .singleSlot:
            "one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a "
                + "recovery code say"
        case .origin(_, let id): "vault \(id) opened by a recipient's slot, which anybody can have made"
        case .rekeyResumed: "an interrupted re-key was finished"
        case .rekeyPending: "a re-key could not be ended since the disk is full; make room and open the session again"
        case .migrationPending:
            "a migration could not be ended since the disk is full; make room and open the session again"
        case .migrationResumed(let report):
            "an interrupted migration was finished" + (report.map { " (\($0))" } ?? "")
        }
    }
}
