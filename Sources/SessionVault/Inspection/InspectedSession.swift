/// What a session's file shows, without a secret and without any change of it.
///
/// What is sealed is not verified: see ``InspectedVault``.
package struct InspectedSession: Sendable, Hashable {
    /// What stands where the auth key is kept.
    package enum Key: Sendable, Hashable {
        /// Nothing: nobody has logged in yet, or the tables are nobody's that is known.
        case none
        /// The key itself, in the clear.
        case plain
        /// An envelope.
        case sealed(InspectedVault)
    }

    /// How many rows there are.
    package struct Rows: Sendable, Hashable {
        /// All of them.
        package var count = 0
        /// Those with bytes of a wrapping layer.
        package var sealed = 0
    }

    /// Whose tables they are. Earlier ones are inspected as they are; those that are not opened are named.
    package let schema: SessionFileSchema
    /// What stands where the auth key is kept.
    package let key: Key
    /// The peers.
    package let peers: Rows
    /// The update states.
    package let updateStates: Rows
    /// The file's permission bits.
    package let mode: UInt16
    /// How many bytes the file has.
    package let size: Int
    /// Whether a write-ahead log with something in it lies beside the file.
    package let hasLog: Bool
    /// Whether a rollback journal with something in it lay beside the file.
    package let hasJournal: Bool

    /// The vault, where the auth key is sealed.
    package var vault: InspectedVault? { if case .sealed(let vault) = key { vault } else { nil } }

    /// How many rows are not sealed.
    package var plainRows: Int { peers.count - peers.sealed + updateStates.count - updateStates.sealed }

    /// What the file's owner should know of it.
    package var warnings: [InspectionWarning] {
        var warnings: [InspectionWarning] = []
        if !schema.isSupported {
            warnings.append(.refusedSchema(schema))
        } else if !schema.isCurrent {
            warnings.append(.earlierSchema(schema))
        }
        if key == .plain { warnings.append(.plainKey) }
        if let vault { warnings += vault.warnings + rowWarnings(in: vault) }
        if mode & 0o077 != 0 { warnings.append(.readableByOthers(mode: mode)) }
        if hasLog { warnings.append(.logBeside) }
        if hasJournal { warnings.append(.journalBeside) }
        return warnings
    }

    private func rowWarnings(in vault: InspectedVault) -> [InspectionWarning] {
        let coverage: [InspectionWarning] = vault.rowsSealed ? [] : [.rowsNotSealed]
        guard vault.isInTransition else {
            return vault.rowsSealed && plainRows > 0 ? [.plainRows(plainRows)] : coverage
        }
        // A re-key adds one to the epoch with its first write, and leaves no plain row.
        let isMigration = vault.version.epoch == 1 || !vault.rowsSealed || plainRows > 0
        return coverage + [isMigration ? .migrationPending : .rekeyPending]
    }
}
