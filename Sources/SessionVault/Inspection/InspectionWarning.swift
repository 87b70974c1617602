/// Something that an owner should know of what was inspected, and that is no error.
package enum InspectionWarning: Sendable, Hashable {
    /// The auth key lies there in the clear.
    case plainKey
    /// One slot is the only way in.
    case singleSlot
    /// A guess at the slot's passphrase costs less than ``KeyDerivation/standard``.
    case derivationBelowStandard(SlotID, KeyDerivation)
    /// The slot's derivation is out of the bounds of ``KeyDerivation/Limits/standard``, and is refused by default.
    case derivationRefused(SlotID, KeyDerivation)
    /// The vault seals the auth key alone.
    case rowsNotSealed
    /// So many rows are plain in a vault whose rows are sealed: they are never returned.
    case plainRows(Int)
    /// A migration was begun and did not end.
    case migrationPending
    /// A re-key, or a migration to plain text, was begun and did not end.
    case rekeyPending
    /// The next opening migrates the tables.
    case earlierSchema(SessionFileSchema)
    /// The schema is one that is not opened.
    case refusedSchema(SessionFileSchema)
    /// Others may read or write it; its mode.
    case readableByOthers(mode: UInt16)
    /// A write-ahead log beside the file holds what the file does not have yet.
    case logBeside
    /// A rollback journal that is not empty lies beside the file.
    case journalBeside
}

extension InspectionWarning {
    /// Its name, for programs: it stays the same when the description changes.
    package var id: String {
        switch self {
        case .plainKey: "plain-key"
        case .singleSlot: "single-slot"
        case .derivationBelowStandard: "derivation-below-standard"
        case .derivationRefused: "derivation-refused"
        case .rowsNotSealed: "rows-not-sealed"
        case .plainRows: "plain-rows"
        case .migrationPending: "migration-pending"
        case .rekeyPending: "rekey-pending"
        case .earlierSchema: "earlier-schema"
        case .refusedSchema: "refused-schema"
        case .readableByOthers: "readable-by-others"
        case .logBeside: "log-beside"
        case .journalBeside: "journal-beside"
        }
    }
}

extension InspectionWarning: CustomStringConvertible {
    /// The warning as a sentence without a full stop.
    package var description: String {
        switch self {
        case .plainKey: "the auth key is not encrypted; whoever reads it has the account"
        case .singleSlot:
            StorageNotice.singleSlot.description
        case .derivationBelowStandard(let slot, let cost):
            "slot \(slot): a guess at the passphrase costs less than the standard (\(Self.text(cost))); change the "
                + "passphrase to renew it"
        case .derivationRefused(let slot, let cost):
            "slot \(slot): the derivation is out of the bounds of what is opened (\(Self.text(cost)))"
        case .rowsNotSealed: "the vault seals the auth key alone; peers and the account are readable"
        case .plainRows(let count):
            "\(count) rows are not sealed although the vault's are; somebody else wrote them, and they are never returned"
        case .migrationPending: "a migration was interrupted; the next opening ends it"
        case .rekeyPending: "a re-key or a migration was interrupted; the next opening ends it"
        case .earlierSchema(let schema): "it is \(schema); the next opening migrates it"
        case .refusedSchema(.telethon(let version)):
            "it is a Telethon session of schema \(version), which is imported and not opened"
        case .refusedSchema(.pyrofork(let version)):
            "it is a pyrofork session of schema \(version), which is imported and not opened"
        case .refusedSchema(let schema): "it is \(schema)"
        case .readableByOthers(let mode):
            "others can read or write it (mode 0\(String(mode, radix: 8))); make it your own (chmod 600)"
        case .logBeside:
            "a write-ahead log lies beside it, so it was not closed; a copy of the file alone lacks what the log has"
        case .journalBeside: "a rollback journal lies beside it; a copy of the file needs it too"
        }
    }

    private static func text(_ cost: KeyDerivation) -> String {
        "\(cost.passes) passes over \(cost.mebibytes) MiB"
    }
}
