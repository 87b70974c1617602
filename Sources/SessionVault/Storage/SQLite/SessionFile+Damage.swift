internal import VaultSQLite

extension SessionFile {
    /// Runs what reads the file for the first time, and says what is wrong with one that SQLite refuses.
    static func diagnosing<Result>(
        _ connection: Connection, _ location: Location, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as SQLiteError where [.corrupt, .notADatabase, .schema].contains(error.kind) {
            if let flaw = try flaw(connection) { throw VaultError.unsuitableFile(flaw, path: location.given) }
            throw VaultError.damagedFile(path: location.given)
        }
    }

    /// Refuses what is no database before SQLite looks at it: SQLite would play a journal into it first, and takes a few
    /// bytes for an empty one.
    ///
    /// Whether it is whole can be told under its lock only: another process may be writing it.
    static func requireDatabase(_ connection: Connection, _ location: Location) throws {
        if try flaw(connection) == .notADatabase {
            throw VaultError.unsuitableFile(.notADatabase, path: location.given)
        }
    }

    /// Makes sure that the last page is all there. SQLite takes one that was cut for a page that ends in zeros, and
    /// refuses the file only where whole pages are missing.
    ///
    /// - Returns: Whether there is a log, which may hold the page.
    static func requireWhole(_ connection: Connection, _ location: Location) throws -> Bool {
        if try connection.withRawFile(.journal, { try $0?.size() ?? 0 }) > 0 { return true }
        if try flaw(connection) == .truncated { throw VaultError.unsuitableFile(.truncated, path: location.given) }
        return false
    }

    /// By the header (<https://sqlite.org/fileformat2.html>, 1.3): its magic, and its count of pages where that is valid.
    private static func flaw(_ connection: Connection) throws -> VaultError.FileFlaw? {
        try connection.withRawFile(.database) { file in
            guard let file else { return nil }
            let size = try file.size()
            // An empty one is looked into only where it is to be removed.
            guard size > 0 else { return nil }
            let header = try file.read(min(size, headerLength), at: 0)
            guard header.starts(with: magic.prefix(size)) else { return .notADatabase }
            guard size >= headerLength else { return .truncated }
            let pageSize = header[16] == 0 && header[17] == 1 ? 65_536 : Int(header[16]) << 8 | Int(header[17])
            let countIsValid = header[24..<28] == header[92..<96]
            let count = header[28..<32].reduce(0) { $0 << 8 | Int($1) }
            return countIsValid && count * pageSize > size ? .truncated : nil
        }
    }

    private static let headerLength = 100
    private static let magic = Array("SQLite format 3\0".utf8)
}
