extension FileStorage {
    /// Who may have the file open at the same time.
    public enum Locking: Sendable, Hashable {
        /// One storage, of one process; everybody else is told ``VaultError/locked(pid:)`` at once, or within some
        /// hundredths of a second where nobody has the file to himself yet.
        ///
        /// Everybody but who has it open with a rollback journal, and is neither reading nor writing: that one holds no
        /// lock to be seen by. Pyrogram and pyrofork are such clients, and kurigram by default.
        /// One auth key used from two places is what gets accounts logged out, so this is the default. Look-ups are the
        /// fastest, and batches do not wait for the disk.
        case exclusive
        /// Several processes, one storage in each: for tools beside a running client. All of them have to open it so.
        ///
        /// Its price: each read looks whether another process changed the tables; each batch waits for the disk; where
        /// another one is writing, a call waits for up to a second and then throws ``VaultError/locked(pid:)`` without
        /// a process id. The ``Session`` of each process keeps what it read of the session's own values: of two changes
        /// from two processes one is ``VaultError/changedMeanwhile``, and none is lost. What needs a single owner,
        /// sealing and unsealing in place and the migration of an earlier schema, throws
        /// ``VaultError/needsExclusive``, and ``Storage/delete()`` is refused while another process has the file
        /// locked.
        case shared
    }

    /// Where SQLite keeps what a commit would change, until it is done.
    public enum Journal: Sendable, Hashable {
        /// A log beside the file, `-wal`, that is written into it now and then, and gone after ``Storage/close()``.
        ///
        /// Batches do not wait for the disk. Until the close, file and log belong together, and a copy of the file
        /// alone lacks what the log has.
        case writeAheadLog
        /// A rollback journal, `-journal`, that is empty between commits: the file is whole by itself after each. A copy
        /// that is made during one needs the journal with it.
        ///
        /// For programs that copy the file while it is open, and for sharing on file systems without shared memory. Its
        /// price: each commit waits for the disk several times. With ``Locking/shared``, reads and writes wait for each
        /// other, and a process that has the file open and does nothing is not seen by others: see that nobody has it
        /// open when you seal, unseal or delete it.
        case rollback
    }

    /// How a file is opened.
    struct Options: Sendable, Hashable {
        var locking = Locking.exclusive
        var journal = Journal.writeAheadLog
        /// Whether the file is not under its name yet: whoever gives it one syncs it before, and removes it after a
        /// failure. Nothing lies beside it meanwhile.
        var isUnnamed = false
        /// Whether a file that is missing is an error, and none is made.
        var mustExist = false

        var isShared: Bool { locking == .shared }

        /// Whether each commit waits for the disk, and not only those of the session's own values. A log that others
        /// may write into the file meanwhile is synced by nobody else; a rollback journal that is not can undo a
        /// commit.
        var syncsEachCommit: Bool { isShared || journal == .rollback }
    }
}
