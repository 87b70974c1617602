internal import VaultSQLite

extension SessionFile {
    /// A file that is only looked at, under the lock of an exclusive opening.
    struct Unchanged {
        let location: Location
        /// Of the file, as it was before it was opened.
        let facts: FileFacts
        /// The files beside it that held something by then.
        let companions: [String]
        let connection: Connection
        let schema: SessionFileSchema
        let tables: SchemaFacts
    }

    /// Runs `body` on a file that is there, of whatever schema, and leaves all of it as it was: nothing is migrated, no
    /// journal converted, no mode changed, and nothing new lies beside it.
    ///
    /// It is what ``open(_:_:as:checking:_:)`` does with a file that it refuses, so that a running client keeps it out.
    /// The one exception is the same: the rollback journal of a crashed writer is played back.
    ///
    /// - Throws: ``VaultError/unsuitableFile(_:path:)``, with ``VaultError/FileFlaw/missing`` where nothing is there;
    ///   ``VaultError/locked(pid:)``; ``VaultError/damagedFile(path:)``; what the system refuses, and what `body` throws.
    static func reading<Result>(_ path: String, _ body: (Unchanged) throws -> Result) throws -> Result {
        try VaultError.mapping(path) {
            let file = try openUnchanged(path)
            // The transaction ends with the connection, and has written nothing.
            defer { file.connection.close() }
            return try diagnosing(file.connection, file.location) { try body(file) }
        }
    }

    /// Opens a file to read it and change nothing. To be closed by the caller, after an error too.
    ///
    /// - Throws: As ``reading(_:_:)``.
    static func openUnchanged(_ path: String) throws -> Unchanged {
        let location = try Location(path)
        try location.checkDirectory()
        let companions = try location.paths(ofContentIn: location.checkedCompanions())
        guard let facts = try location.checkedFacts() else {
            throw VaultError.unsuitableFile(companions.isEmpty ? .missing : .orphanedJournal, path: path)
        }
        guard facts.size > 1 else {
            throw VaultError.unsuitableFile(facts.size == 0 ? .empty : .notADatabase, path: path)
        }
        let connection = try location.explaining { try lock(location, facts.identity, .exclusive).connection }
        do {
            try location.checkCompanions()
        } catch {
            // What somebody put there since is not to be written into the file.
            try connection.keepJournalOnClose(true)
            throw error
        }
        let schema = try diagnosing(connection, location) { try DatabaseSchema(connection) }
        return Unchanged(
            location: location, facts: facts, companions: companions, connection: connection,
            schema: schema.kind, tables: schema.facts)
    }
}
