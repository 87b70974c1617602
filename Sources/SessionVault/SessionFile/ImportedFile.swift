internal import VaultSQLite

/// A client's session file while it is imported: locked, read, and left as it is.
final class ImportedFile {
    private let file: SessionFile.Unchanged
    private let tables: ImportedTables
    private let peers: Statement
    private let usernames: Statement

    static let pageLength = 500

    /// Opens a file under its lock.
    ///
    /// - Throws: As ``SessionFile/reading(_:_:)``; ``VaultError/unsupportedSchema(_:path:)``.
    init(_ path: String) throws {
        let file = try VaultError.mapping(path) { try SessionFile.openUnchanged(path) }
        guard let tables = ImportedTables(file.schema, file.tables) else {
            file.connection.close()
            // Of a client's schema that is read, tables that are not: nobody's.
            let isRead = if case .telethon(1...8) = file.schema { true } else { file.schema == .pyrofork(version: 4) }
            throw VaultError.unsupportedSchema(isRead ? .unknown : file.schema, path: path)
        }
        self.file = file
        self.tables = tables
        peers = file.connection.statement(tables.peers, "read a peer")
        usernames = file.connection.statement(tables.usernames, "read a peer's usernames")
    }

    deinit { file.connection.close() }

    /// What the file holds of the session's own values.
    ///
    /// - Throws: ``VaultError/noSession``, ``VaultError/encrypted``, ``VaultError/invalidValue(column:)``,
    ///   ``VaultError/damagedFile(path:)``.
    func session() throws -> SessionRecord {
        try reading { connection in
            let found = try connection.first(tables.session, "read the session") { try SessionTable.only($0) }
            guard var record = found.flatMap(\.self) else { throw VaultError.noSession }
            tables.adjust(&record)
            try record.requireReadable()
            return record
        }
    }

    /// Calls `body` with the peers, page by page, each as a session would store it.
    ///
    /// - Throws: ``VaultError/invalidValue(column:)``, ``VaultError/unstorableValue(field:)``,
    ///   ``VaultError/damagedFile(path:)``, `CancellationError`, and what `body` throws.
    func forEachPage(_ body: ([PeerRecord]) async throws -> Void) async throws {
        var first = Int64.min
        while true {
            try Task.checkCancellation()
            let page = try reading { _ in try self.page(from: first) }
            guard let last = page.last else { return }
            try await body(page)
            guard page.count == Self.pageLength, last.id < .max else { return }
            first = last.id + 1
        }
    }

    private func page(from first: Int64) throws -> [PeerRecord] {
        var page: [PeerRecord] = []
        try peers.use { row in
            try row.bind(1, first)
            try row.bind(2, Int64(Self.pageLength))
            while try row.step() {
                let record = try PeerTable.record(row)
                // In a damaged tree a page can be reached more than once.
                guard row.type(0) == .integer, page.last.map({ $0.id < record.id }) ?? (first <= record.id) else {
                    throw SQLiteError.corrupt("read a peer")
                }
                page.append(record)
            }
        }
        guard let last = page.last else { return [] }
        let names = try names(from: first, to: last.id)
        return try page.map { peer in
            var peer = peer
            peer.usernames = names[peer.id] ?? []
            return try peer.forSession()
        }
    }

    private func names(from first: Int64, to last: Int64) throws -> [Int64: [String]] {
        var names: [Int64: [String]] = [:]
        try usernames.use { row in
            try row.bind(1, first)
            try row.bind(2, last)
            while try row.step() {
                if let name = row.text(1) { names[row.integer(0), default: []].append(name) }
            }
        }
        return names
    }

    private func reading<Result>(_ body: (Connection) throws -> Result) throws -> Result {
        try VaultError.mapping(file.location.given) {
            try SessionFile.diagnosing(file.connection, file.location) { try body(file.connection) }
        }
    }
}
