/// A rollback journal that lies beside a database, looked at before SQLite plays it back.
package enum RollbackJournal {
    /// What ends a journal that names another file, and begins every journal.
    private static let magic: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
    /// The shortest record at its end: a page number, a name's length, its checksum, the magic.
    private static let recordLength = 16

    /// Whether it ends in the name of another file, as that of a transaction over several databases does
    /// (<https://sqlite.org/atomiccommit.html>, Multi-file Commit). SQLite removes the file that is named there after
    /// it played the journal back, wherever it is and whatever it holds.
    ///
    /// Another process may be writing it: nothing is locked here, and a read does no harm.
    ///
    /// - Returns: False where there is no journal.
    package static func namesAnotherFile(_ path: String) throws -> Bool {
        guard let file = try FileReader(path) else { return false }
        let size = try file.size()
        return try size >= recordLength && file.read(magic.count, at: size - magic.count) == magic
    }
}
