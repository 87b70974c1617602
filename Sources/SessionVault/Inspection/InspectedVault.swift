/// What an envelope shows to whoever has it, without a secret.
///
/// None of it is verified: whoever can write the envelope can have it say anything, but for what only its secrets prove.
package struct InspectedVault: Sendable, Hashable {
    /// What the envelope is of.
    package enum Kind: Sendable, Hashable {
        /// A session, at its place.
        case vault
        /// A session that is handed on.
        case export
        /// A keyring's roots.
        case keyring
    }

    /// The vault's id.
    package let id: VaultID
    /// What it is of.
    package let kind: Kind
    /// How often it was re-keyed and written.
    package let version: VaultVersion
    /// Whether peers and update states are sealed too; of an export, whether it carries peers.
    package let rowsSealed: Bool
    /// Whether a migration or a re-key was begun and has not ended.
    package let isInTransition: Bool
    /// Its slots, in their order; whom a recipient's slot is for stands in the sealed record alone.
    package let slots: [VaultSlot]
    /// How many bytes the envelope has.
    package let size: Int

    /// - Throws: ``VaultError/invalidEnvelope(_:)`` where a slot is not of version 1's form.
    init(_ envelope: Envelope) throws {
        id = VaultID(envelope.vaultID)
        kind = envelope.kind == .keyring ? .keyring : envelope.flags.contains(.export) ? .export : .vault
        version = VaultVersion(epoch: envelope.epoch, generation: envelope.generation)
        rowsSealed = envelope.flags.contains(.rowsSealed)
        isInTransition = envelope.flags.contains(.transition)
        slots = try envelope.slots.map { try VaultSlot($0) }
        size = envelope.bytes.count
    }

    /// What its owner should know of it.
    package var warnings: [InspectionWarning] {
        // Of an export, the copy that it was made of is another way to the session.
        let single: [InspectionWarning] = slots.count == 1 && kind != .export ? [.singleSlot] : []
        return single + slots.compactMap(Self.warning)
    }

    private static func warning(of slot: VaultSlot) -> InspectionWarning? {
        guard case .passphrase(let cost) = slot.kind else { return nil }
        do throws(VaultError) {
            try KeyDerivation.Limits.standard.check([cost])
        } catch {
            return .derivationRefused(slot.id, cost)
        }
        let standard = KeyDerivation.standard
        let isCheap = cost.passes * cost.mebibytes < standard.passes * standard.mebibytes
        return isCheap ? .derivationBelowStandard(slot.id, cost) : nil
    }
}
