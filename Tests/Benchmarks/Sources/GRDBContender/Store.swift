import Foundation
import GRDB
import Support

/// A session's file as a program with GRDB would keep it.
struct Store: Sendable {
    let path: String
    let queue: DatabaseQueue

    init(_ path: String) throws {
        self.path = path
        queue = try DatabaseQueue(path: path, configuration: Self.configuration)
    }

    /// A new file, with a session in it.
    static func make(_ path: String) async throws -> Store {
        let store = try Store(path)
        try await store.queue.write { db in
            try db.execute(sql: Schema.script)
            try db.execute(
                sql: "INSERT INTO sessions VALUES (?, ?, 0, ?, ?, ?, 0)",
                arguments: [Values.dataCenter, Values.apiID, Data(Values.authKey), now(), Values.account])
        }
        return store
    }

    /// The library's own settings. `journalMode` would do more than set the mode: a pool needs that, a queue does not.
    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;
                    PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL
                    """)
        }
        return configuration
    }

    static func now() -> Int64 { Int64(Date().timeIntervalSince1970) }

    func close() throws { try queue.close() }

    func closeAndRemove() throws {
        try close()
        try FileManager.default.removeItem(atPath: path)
    }
}
