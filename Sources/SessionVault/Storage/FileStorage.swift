/// A session in an SQLite file as Pyrogram's family writes it, so that pyrotgfork and kurigram open it as it is.
///
/// New files are of pyrotgfork's schema 6. Files of Pyrogram's and Hydrogram's 1 to 3 and of pyrotgfork's 4 and 5 are
/// migrated to it when they are opened, in one transaction: whatever interrupts it, the file is as before or wholly of
/// 6. No row is lost, the peers of 1 and the usernames of 1 to 3 included, and dates stay; a ``StorageNotice`` says so.
/// kurigram's 7 stays what it is. Which schema a file is of is told by its tables; see ``SessionFileSchema``.
///
/// The file has one owner, unless ``Locking/shared`` is asked for: while it is open here, no other process and no
/// second storage of this one can open it (``VaultError/locked(pid:)``). A file that is missing is created with mode
/// 0600; one of ours that others could read is tightened to 0600, which is a ``StorageNotice``. Refused, and left byte
/// for byte as it was, is a file that is a symbolic link, has a second name, belongs to somebody else, lies in a
/// directory where others could replace it, is empty, no database, cut, damaged, or of another schema
/// (``VaultError/unsupportedSchema(_:path:)``), but for a crashed writer's rollback journal, which is played back first;
/// so is one with such a thing in the place of its log or journal. A file that is replaced or removed while it is open is
/// neither written nor closed into: both throw. The path is resolved once, when it is first needed. After
/// ``Storage/close()`` a single file remains.
///
/// Only kurigram's schema has columns for the DC's address and port: in the others, ``SessionRecord/serverAddress`` and
/// ``SessionRecord/port`` are not kept. Values go to SQLite as they are; what SQLite's page cache holds of a plain
/// session is in ordinary memory.
///
/// Creating one touches nothing, ``Storage/open()`` does. Copies of a value share the one connection.
public struct FileStorage: Storage, SQLiteStorage {
    /// The file's path, as it was given.
    public let path: String
    let engine: SQLiteEngine
    var carriesWritesIntoCopies: Bool { true }

    /// The storage in `directory`/`name`.session, as the family names its files.
    ///
    /// A file that was left with another journal is converted when it is opened.
    ///
    /// A name that is empty, `.` or `..`, or has a slash or a NUL in it, makes ``Storage/open()`` throw
    /// ``VaultError/unsuitableFile(_:path:)``.
    ///
    /// - Parameters:
    ///   - name: The session's name.
    ///   - directory: Where the file is.
    ///   - locking: Who may have it open at the same time.
    ///   - journal: Where SQLite keeps what a commit would change.
    ///   - mustExist: Whether ``Storage/open()`` throws ``VaultError/unsuitableFile(_:path:)`` with
    ///     ``VaultError/FileFlaw/missing`` where there is no file, and makes none.
    public init(
        _ name: String, directory: String = ".", locking: Locking = .exclusive, journal: Journal = .writeAheadLog,
        mustExist: Bool = false
    ) {
        let isName = !["", ".", ".."].contains(name) && !name.utf8.contains(UInt8(ascii: "/"))
        // A path that ends in a slash names no file, and is refused when it is opened.
        self.init(
            path: (directory.isEmpty ? "." : directory) + "/" + (isName ? name + ".session" : name + "/"),
            locking: locking, journal: journal, mustExist: mustExist)
    }

    /// The storage in the file at `path`, whatever its name ends in.
    ///
    /// - Parameters:
    ///   - path: The file's path.
    ///   - locking: Who may have it open at the same time.
    ///   - journal: Where SQLite keeps what a commit would change.
    ///   - mustExist: As in ``init(_:directory:locking:journal:mustExist:)``.
    public init(
        path: String, locking: Locking = .exclusive, journal: Journal = .writeAheadLog, mustExist: Bool = false
    ) {
        self.path = path
        engine = SQLiteEngine(.file(path, Options(locking: locking, journal: journal, mustExist: mustExist)))
    }

    /// The storage in a file that takes its place later; see ``Options/isUnnamed``.
    init(unnamed path: String) {
        self.path = path
        engine = SQLiteEngine(.file(path, Options(journal: .rollback, isUnnamed: true)))
    }
}
