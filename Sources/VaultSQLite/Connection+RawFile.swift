internal import CVaultSQLite

/// A file of an open database, read byte for byte through the handle that SQLite has open.
///
/// A descriptor of one's own would do the same and, when closed, take SQLite's lock off the file with it: POSIX locks
/// die with any close of the file in their process (<https://sqlite.org/howtocorrupt.html>, 2.2).
@safe package struct RawFile {
    /// Which file.
    package enum Kind { case database, journal }

    private let file: UnsafeMutablePointer<sqlite3_file>
    private let methods: sqlite3_io_methods

    /// Nil where the connection has no such file.
    init?(_ handle: Connection.Handle, _ kind: Kind) throws {
        let request = kind == .database ? SQLITE_FCNTL_FILE_POINTER : SQLITE_FCNTL_JOURNAL_POINTER
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard unsafe sqlite3_file_control(try handle.open("read the file"), "main", request, &file) == SQLITE_OK,
            let file = unsafe file, let methods = unsafe file.pointee.pMethods
        else { return nil }
        unsafe self.file = unsafe file
        self.methods = unsafe methods.pointee
    }

    /// Its length in bytes.
    package func size() throws -> Int {
        var size: Int64 = 0
        let code = unsafe methods.xFileSize(file, &size)
        guard code == SQLITE_OK else { throw SQLiteError(code: code, operation: "measure the file") }
        return Int(size)
    }

    /// Waits until what was written to it is on the disk.
    func sync() throws {
        let code = unsafe methods.xSync(file, SQLITE_SYNC_FULL)
        guard code == SQLITE_OK else { throw SQLiteError(code: code, operation: "sync the file") }
    }

    /// `count` bytes from `offset` on, all of which must be there.
    package func read(_ count: Int, at offset: Int) throws -> [UInt8] {
        guard count > 0 else { return [] }
        return try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let code = unsafe methods.xRead(file, buffer.baseAddress, Int32(clamping: count), Int64(offset))
            guard code == SQLITE_OK else { throw SQLiteError(code: code, operation: "read the file") }
            initialized = count
        }
    }
}

extension Connection {
    /// Lends a file of the database, or nil where it is not open: in memory, or there is no journal.
    package func withRawFile<Result>(_ kind: RawFile.Kind, _ body: (RawFile?) throws -> Result) throws -> Result {
        try body(RawFile(handle, kind))
    }

    /// Bytes of a file of the database; nil where they are not all there, or cannot be read.
    package func rawBytes(_ kind: RawFile.Kind, _ count: Int, at offset: Int) throws -> [UInt8]? {
        guard let file = try RawFile(handle, kind) else { return nil }
        return try? file.read(count, at: offset)
    }
}
