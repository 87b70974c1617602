import Foundation
import Testing

@testable import SessionVault
@testable import VaultSQLite

@Suite struct DurabilityTests {
    private func setting(_ name: String, of database: SessionDatabase) throws -> String? {
        try database.connection.first("PRAGMA \(name)", "read a setting") { $0.text(0) } ?? nil
    }

    private static let options: [FileStorage.Options] = [
        .init(), .init(journal: .rollback), .init(locking: .shared), .init(locking: .shared, journal: .rollback),
    ]

    @Test(arguments: options)
    func `the settings are in effect, and again after the file was opened anew`(
        _ options: FileStorage.Options
    ) async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(scratch.path("x.session"), options))
            _ = try store.open()
            for _ in 1...2 {
                try store.write { try checkSettings(of: $0, options) }
                #expect(throws: VaultError.diskFull) {
                    try store.write { _ in throw SQLiteError(code: 778, systemError: ENOSPC, operation: "write") }
                }
            }
        }
    }

    /// Elsewhere there is one kind of sync, and nothing to set.
    private static var syncing: [(String, String)] {
        #if canImport(Darwin)
        [("fullfsync", "1"), ("checkpoint_fullfsync", "1")]
        #else
        []
        #endif
    }

    private func checkSettings(of database: SessionDatabase, _ options: FileStorage.Options) throws {
        let synchronous = options.syncsEachCommit ? "2" : "1"
        for (name, value) in [
            ("journal_mode", options.journal == .rollback ? "truncate" : "wal"),
            ("locking_mode", options.isShared ? "normal" : "exclusive"), ("synchronous", synchronous),
            ("temp_store", "2"), ("secure_delete", "1"), ("trusted_schema", "0"), ("foreign_keys", "0"),
            ("mmap_size", "0"), ("cell_size_check", "1"), ("busy_timeout", options.isShared ? "500" : "0"),
        ] + Self.syncing {
            try #expect(setting(name, of: database) == value, "\(name)")
        }
        // Defensive: the schema table cannot be written even where that is asked for.
        #expect(throws: SQLiteError.self) {
            try database.connection.execute(
                "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = sql", "write the schema")
        }
        // A session that is replaced leaves it so.
        try #expect(database.replaceSession(database.session(), with: .sample(AuthKey.random())))
        try #expect(setting("synchronous", of: database) == synchronous)
    }

    @Test func `a batch and a session survive a kill of the process`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: 7))])
            let record = SessionRecord.sample(try AuthKey.random())
            try await #expect(storage.replaceSession(nil, with: record))
            // What a kill of the process would leave: the files as they are now.
            for name in ["x.session", "x.session-wal"] {
                try scratch.copy(name, to: "copy-" + name)
            }
            let copy = FileStorage(path: scratch.path("copy-x.session"))
            try await copy.open()
            try await #expect(copy.session() == record)
            try await #expect(copy.updateStates().first?.pts == 7)
            try await copy.close()
            try await storage.close()
        }
    }

    @Test func `a copy of the file alone has the session, new or unchanged`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            let record = SessionRecord.sample(try AuthKey.random())
            try await #expect(storage.replaceSession(nil, with: record))
            try scratch.copy("x.session", to: "first")
            try await storage.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: 7))])
            try await #expect(storage.replaceSession(record, with: record))
            try scratch.copy("x.session", to: "second")
            for (name, pts) in [("first", nil), ("second", 7)] as [(String, Int64?)] {
                let copy = FileStorage(path: scratch.path(name))
                try await copy.open()
                try await #expect(copy.session() == record)
                try await #expect(copy.updateStates().first?.pts == pts)
                try await copy.close()
            }
            try await storage.close()
        }
    }

    @Test func `a session is in the log before it is in the file, and in both when the call returns`() async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(scratch.path("x.session")))
            _ = try store.open()
            let record = SessionRecord.sample(try AuthKey.random())
            try store.write { database in
                // The log is opened with the first commit.
                try database.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: 7))])
                let files = try WatchedFiles(database.connection)
                try database.apply([.setUpdateState(UpdateStateRecord(id: 1, pts: 7))])
                #expect(files.take() == [.wrote(.log)])
                try #expect(database.replaceSession(nil, with: record))
                #expect(files.take() == [.wrote(.log), .synced(.log), .wrote(.file), .synced(.file)])
                // An unchanged one makes durable what was before. The log begins anew, which SQLite syncs by itself.
                try database.apply([.setUpdateState(UpdateStateRecord(id: 2, pts: 7))])
                #expect(files.take() == [.wrote(.log), .synced(.log), .wrote(.log)])
                try #expect(database.replaceSession(record, with: record))
                #expect(files.take() == [.wrote(.log), .synced(.log), .wrote(.file), .synced(.file)])
                try #expect(!database.replaceSession(nil, with: record))
                #expect(files.take().isEmpty)
            }
            try store.close()
        }
    }

    @Test func `a session whose sync fails is an error, and one of the file is not`() async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(scratch.path("x.session")))
            _ = try store.open()
            var record = SessionRecord.sample(try AuthKey.random())
            var connections: [Connection] = []
            func replace(failing file: WatchedFiles.File?) throws {
                try store.write { database in
                    connections.append(database.connection)
                    let old = try database.session()
                    try database.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: Int64(connections.count)))])
                    if let file { try WatchedFiles(database.connection).failNextSync(of: file) }
                    try #expect(database.replaceSession(old, with: record))
                }
            }
            try replace(failing: nil)
            record.userID = 7
            #expect(
                throws: VaultError.database(code: 1034, operation: "sync the file", path: scratch.path("x.session"))
            ) { try replace(failing: .log) }
            record.userID = 8
            try replace(failing: .file)
            record.userID = 9
            try replace(failing: nil)
            // After each of them the file was opened anew.
            #expect(connections[0] === connections[1] && Set(connections.map(ObjectIdentifier.init)).count == 3)
            try #expect(store.session() == record)
            try #expect(store.read(or: []) { try $0.updateStates() }.map(\.pts) == [4])
            try store.close()
        }
    }

    @Test func `a session is durable where the log cannot be written into the file`() async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(scratch.path("x.session")))
            _ = try store.open()
            let record = SessionRecord.sample(try AuthKey.random())
            try store.write { database in
                try database.apply([.setUpdateState(UpdateStateRecord(id: 1, pts: 7))])
                let files = try WatchedFiles(database.connection)
                // While a statement reads, SQLite refuses to (SQLITE_LOCKED).
                _ = try database.connection.first("SELECT * FROM version", "read") { _ in
                    try #expect(database.replaceSession(nil, with: record))
                    #expect(files.take() == [.wrote(.log), .synced(.log)])
                    try #expect(database.replaceSession(record, with: record))
                    #expect(files.take() == [.wrote(.log), .synced(.log)])
                }
                try #expect(database.session() == record)
            }
            try store.close()
        }
    }

    @Test func `after a failure of the disk neither a new file nor another one is opened`() async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(scratch.path("x.session")))
            _ = try store.open()
            #expect(throws: VaultError.diskFull) {
                try store.write { _ in throw SQLiteError(code: 778, systemError: ENOSPC, operation: "write") }
            }
            for name in try scratch.names { try scratch.move(name, to: "moved-" + name) }
            let replaced = VaultError.unsuitableFile(.replaced, path: scratch.path("x.session"))
            #expect(throws: replaced) { try store.read(or: nil) { try $0.session() } }
            try #expect(!scratch.names.contains("x.session"))
            try scratch.copyFixture(as: "x.session")
            #expect(throws: replaced) { try store.read(or: nil) { try $0.session() } }
            #expect(throws: replaced) { try store.delete() }
            try #expect(scratch.names.contains("x.session"))
        }
    }

    @Test func `after a failure of the disk the file is opened anew before anything else`() async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(scratch.path("x.session")))
            _ = try store.open()
            try store.write { try $0.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: 7))]) }
            var failed: Connection?
            let error = VaultError.database(
                code: 1034, operation: "commit a transaction", path: scratch.path("x.session"))
            #expect(throws: error) {
                try store.write { database in
                    failed = database.connection
                    throw SQLiteError(code: 1034, operation: "commit a transaction")  // SQLITE_IOERR_FSYNC
                }
            }
            // The connection is closed, and the file can be had.
            #expect(failed?.identity == nil)
            try #expect(scratch.sqlite("x.session", "SELECT pts FROM update_state") == "7")
            try store.read(or: ()) { database in
                #expect(database.connection !== failed)
                try #expect(database.updateStates().first?.pts == 7)
            }
            try #expect(scratch.sqlite("x.session", "SELECT 1 FROM version") == "error: database is locked")
            try store.close()
        }
    }

    @Test func `where another process has the file meanwhile, that is what the next call says`() async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(scratch.path("x.session")))
            _ = try store.open()
            #expect(throws: VaultError.diskFull) {
                try store.write { _ in throw SQLiteError(code: 778, systemError: ENOSPC, operation: "write") }
            }
            let holder = try scratch.holder("x.session", "BEGIN IMMEDIATE")
            #expect(throws: VaultError.locked(pid: holder.pid)) { try store.read(or: nil) { try $0.session() } }
            holder.end()
            try #expect(store.read(or: nil) { try $0.session() } == nil)
        }
    }

    @Test func `limits of the system have errors of their own`() {
        let tooMany = VaultError.tooManyOpenFiles(needs: OpenFileLimit.soft + 3, has: OpenFileLimit.soft)
        for (code, system, expected) in [
            (13, 0, VaultError.diskFull), (778, ENOSPC, .diskFull), (14, ENOSPC, .diskFull),
            (14, EMFILE, tooMany), (270, ENFILE, .tooManyOpenFiles(needs: 0, has: 0)), (11, 0, .damagedFile(path: "p")),
            (26, 0, .damagedFile(path: "p")), (5, 0, .locked(pid: nil)),
            (1, EMFILE, .database(code: 1, operation: "o", path: "p")),
            (8, 0, .system(errno: EACCES, call: "open", path: "p")),
            (8, EROFS, .system(errno: EROFS, call: "open", path: "p")),
            (1544, EACCES, .system(errno: EACCES, call: "open", path: "p")),
            (3, 0, .system(errno: EACCES, call: "open", path: "p")),
            (14, EACCES, .system(errno: EACCES, call: "open", path: "p")),
            (778, EFBIG, .system(errno: EFBIG, call: "write", path: "p")),
        ] as [(Int32, Int32, VaultError)] {
            #expect(throws: expected) {
                try VaultError.mapping("p") { throw SQLiteError(code: code, systemError: system, operation: "o") }
            }
        }
        #expect(throws: tooMany) {
            try VaultError.mapping("p") { throw SystemError(code: EMFILE, call: "open", path: "p") }
        }
        #expect(throws: VaultError.unsuitableFile(.tooLong, path: "p")) {
            try VaultError.mapping("p") { throw SystemError(code: ENAMETOOLONG, call: "lstat", path: "p") }
        }
    }

    @Test func `where SQLite could not make a file, the system's reason is told`() async throws {
        try await Scratch.run { scratch in
            let directory = scratch.path("directory")
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            let location = try SessionFile.Location(directory + "/x.session")
            // What SQLite reports for a log that it cannot make, whatever the reason.
            let failure = SQLiteError(code: 14, systemError: ENOENT, operation: "open")
            func fail() throws { try location.explaining { throw failure } }
            #expect(throws: failure) { try fail() }
            try #expect(FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
            // The reason here is that the directory is none any more; a disk without room for names is another.
            try FileManager.default.removeItem(atPath: directory)
            try Data().write(to: URL(filePath: directory))
            let error = #expect(throws: SystemError.self) { try fail() }
            #expect(error?.code == ENOTDIR)
        }
    }

    @Test func `an error of the system names the caller's path, in words`() {
        let error = #expect(throws: VaultError.system(errno: EACCES, call: "open", path: "p")) {
            try VaultError.mapping("p") { throw SystemError(code: EACCES, call: "open", path: "/d/.sessionvault-1") }
        }
        #expect(error?.description == "open failed on p: permission denied")
    }
}
