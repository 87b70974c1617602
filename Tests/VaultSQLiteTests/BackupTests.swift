import Foundation
import Testing

@testable import VaultSQLite

@Suite struct BackupTests {
    /// A database in a file, and another file to copy it to.
    private func inDirectory(_ body: (Connection, borrowing NewFile, String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.path + "/vault-backup-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let original = try NewFile(in: directory)
        let copy = try NewFile(in: directory)
        let source = try Connection(path: original.temporaryPath, claim: claim(original.temporaryPath))
        try source.execute(
            """
            PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; CREATE TABLE t (a INTEGER PRIMARY KEY, b);
            WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO t SELECT i, zeroblob(1000) FROM n
            """, "fill")
        try body(source, copy, directory)
    }

    private func claim(_ path: String) throws -> FileClaim {
        let identity = try #require(try FileFacts.of(path)?.identity)
        return try #require(try FileClaim(identity))
    }

    private func sum(_ connection: Connection) throws -> Int64? {
        try connection.first("SELECT sum(a + length(b)) FROM t", "sum") { $0.integer(0) }
    }

    @Test func `what is written between the steps is in the copy, on pages that were copied and on others`() throws {
        try inDirectory { source, copy, _ in
            let backup = try source.backup(toFileAt: copy.temporaryPath, claim: claim(copy.temporaryPath))
            var steps = 0
            while try !backup.step(pages: 10) {
                steps += 1
                // The first page of rows was copied by the first step, the last one comes with the last.
                try source.transaction {
                    try source.execute("UPDATE t SET b = zeroblob(1000 + \(steps)) WHERE a IN (1, 500)", "write")
                    try source.execute("INSERT INTO t VALUES (1000 + \(steps), zeroblob(3000))", "write")
                }
            }
            try #expect(source.first("PRAGMA wal_checkpoint(PASSIVE)", "check") { $0.integer(0) } == 0)
            try source.end(backup)
            #expect(steps > 5)
            // The header says that there is a log; there is none.
            let rollback: [UInt8] = [1, 1]
            try copy.write(rollback.span, at: 18)
            let copied = try Connection(path: copy.temporaryPath, claim: claim(copy.temporaryPath))
            try #expect(copied.first("PRAGMA integrity_check", "check") { $0.text(0) } == "ok")
            try #expect(sum(copied) == sum(source))
            try #expect(copied.first("SELECT count(*) FROM t", "count") { $0.integer(0) } == Int64(500 + steps))
        }
    }

    @Test func `a copy writes nothing beside its file`() throws {
        try inDirectory { source, copy, directory in
            let before = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            let backup = try source.backup(toFileAt: copy.temporaryPath, claim: claim(copy.temporaryPath))
            for (name, value) in [("journal_mode", "off"), ("temp_store", "2"), ("synchronous", "0")] {
                try #expect(backup.destination.first("PRAGMA \(name)", "read a setting") { $0.text(0) } == value)
            }
            repeat {
                try #expect(FileManager.default.contentsOfDirectory(atPath: directory).sorted() == before)
            } while try !backup.step(pages: 50)
            try source.end(backup)
            try #expect(FileManager.default.contentsOfDirectory(atPath: directory).sorted() == before)
        }
    }

    @Test func `a close of the database is one, and ends its copies`() throws {
        try inDirectory { source, copy, _ in
            let identity = try #require(source.identity)
            let backup = try source.backup(toFileAt: copy.temporaryPath, claim: claim(copy.temporaryPath))
            try #expect(!backup.step(pages: 1))
            source.close()
            try #expect(FileClaim(identity) != nil)
            _ = try claim(copy.temporaryPath)
            #expect(throws: SQLiteError(code: 21, operation: "back the database up")) { try backup.step(pages: 1) }
            #expect(throws: SQLiteError.self) {
                try source.backup(toFileAt: copy.temporaryPath, claim: claim(copy.temporaryPath))
            }
        }
    }
}
