internal import VaultSQLite

extension Inspection {
    /// Inspects a keyring's file.
    ///
    /// Its mode is no error here, but a warning.
    ///
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` where it is missing, or no plain file of this user's alone;
    ///   ``VaultError/invalidEnvelope(_:)``; ``VaultError/locked(pid:)`` where it is a session's file that this process
    ///   has open; what the system refuses.
    package static func ofKeyring(_ path: String) throws -> InspectedEnvelope {
        let file = try VaultError.mapping(path) {
            let location = try SessionFile.Location(path)
            guard let facts = try location.checkedFacts() else {
                throw VaultError.unsuitableFile(.missing, path: path)
            }
            // A byte more tells what is too long.
            return try bytes(of: location.path, facts, upTo: Envelope.maximumLength + 1, shown: path)
        }
        return InspectedEnvelope(
            vault: try InspectedVault(try Envelope(file.bytes, kind: .keyring)), mode: file.facts.mode,
            size: file.facts.size)
    }

    /// Inspects an export's file. The peers in it are not read; ``InspectedVault/rowsSealed`` says whether there are any.
    ///
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` where it is missing, no plain file, or cut within its envelope or
    ///   right behind it; ``VaultError/invalidEnvelope(_:)``; ``VaultError/locked(pid:)`` where it is a session's file
    ///   that this process has open; what the system refuses.
    package static func ofExport(_ path: String) throws -> InspectedEnvelope {
        let reader = try ExportFileReader(path)
        let envelope = reader.envelope
        guard envelope.flags.contains(.export) else { throw VaultError.invalidEnvelope(.kind) }
        let vault = try InspectedVault(envelope)
        guard let facts = try VaultError.mapping(path, { try FileFacts.of(path) }) else {
            throw VaultError.unsuitableFile(.missing, path: path)
        }
        switch (vault.rowsSealed, facts.size) {
        case (true, ...vault.size): throw VaultError.unsuitableFile(.truncated, path: path)
        case (false, (vault.size + 1)...): throw VaultError.invalidEnvelope(.length)
        default: return InspectedEnvelope(vault: vault, mode: facts.mode, size: facts.size)
        }
    }

    /// The first bytes of a file that is no session's of this process.
    static func bytes(of path: String, _ facts: FileFacts, upTo limit: Int, shown: String) throws -> WholeFile {
        let read = try FileClaim.whileUnclaimed(facts.identity) { try WholeFile(path, upTo: limit) }
        guard let file = read else { throw VaultError.locked(pid: LockHolder.ownPID) }
        guard let file else { throw VaultError.unsuitableFile(.missing, path: shown) }
        return file
    }
}
