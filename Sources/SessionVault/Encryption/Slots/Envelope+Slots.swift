extension Envelope {
    /// The slots that this library opens: another program's count for nothing.
    var ownSlotCount: Int { slots.count(where: { !$0.isForeign }) }

    /// What its passphrase slots cost.
    ///
    /// - Throws: ``VaultError/invalidEnvelope(_:)``.
    var derivations: [KeyDerivation] {
        get throws(VaultError) {
            var costs: [KeyDerivation] = []
            for slot in slots where slot.kind == .passphrase { costs.append(try slot.derivation().cost) }
            return costs
        }
    }

    /// Makes sure that no slot is for the owner already, as far as that can be told: of a passphrase never, and of a
    /// root by the id of its slot, when it is added.
    ///
    /// - Parameter recipient: The recipient of a slot, where the record tells it.
    /// - Throws: ``VaultError/slotExists(_:)``.
    func requireNew(_ owner: SlotOwner, recipient: (SlotID) -> Recipient? = { _ in nil }) throws {
        for slot in slots {
            let isSame: Bool
            switch owner {
            case .key(let key) where slot.kind == key.kind:
                isSame = try slot.opens(with: key, vaultID: vaultID, epoch: epoch)
            case .recipient(let new): isSame = recipient(SlotID(slot.id)) == new
            default: isSame = false
            }
            if isSame { throw VaultError.slotExists(SlotID(slot.id)) }
        }
    }

    /// The slot of the first of a keyring's roots that opens one.
    func slot(of roots: [Keyring.Root]) throws -> KeySlot? {
        for root in roots {
            if let slot = try slot(named: root), try slot.opens(with: root.key, vaultID: vaultID, epoch: epoch) {
                return slot
            }
        }
        return nil
    }

    /// The slot that has the id which a root gives its slot here, whatever is in it.
    func slot(named root: Keyring.Root) throws -> KeySlot? {
        let id = try VaultError.mapping { try root.key.rootSlotID(in: vaultID) }
        return slots.first { $0.kind == .keyring && $0.id == id }
    }

    /// Adds a slot at the end.
    ///
    /// - Throws: ``VaultError/slotsFull``; ``VaultError/slotExists(_:)`` where there is one of the same id, as a second
    ///   one of one root would have.
    mutating func add(_ slot: KeySlot) throws(VaultError) {
        guard !slots.contains(where: { $0.id == slot.id }) else { throw .slotExists(SlotID(slot.id)) }
        slots.append(slot)
        guard slots.count <= Self.slotCounts.upperBound,
            slots.count(where: { $0.kind == .passphrase }) <= Self.maximumPassphraseSlots
        else { throw .slotsFull }
    }

    /// Takes a slot away.
    ///
    /// - Throws: ``VaultError/noSuchSlot(_:)``; ``VaultError/lastSlot`` where no slot would be left that this library
    ///   opens.
    mutating func removeSlot(_ id: SlotID) throws(VaultError) {
        slots.remove(at: try index(of: id))
        if ownSlotCount == 0 { throw .lastSlot }
    }

    /// Puts a slot in the place of another.
    ///
    /// - Throws: ``VaultError/noSuchSlot(_:)``.
    mutating func replaceSlot(_ id: SlotID, with slot: KeySlot) throws(VaultError) {
        slots[try index(of: id)] = slot
    }

    /// The passphrase slot that is to be changed: the one given, the one that `current` opened by, or the only one.
    ///
    /// - Throws: ``VaultError/noSuchSlot(_:)`` where the one given is none; ``VaultError/noMatchingSlot`` where there is
    ///   none; ``VaultError/ambiguousSlot``.
    func passphraseSlot(_ given: SlotID?, openedBy current: SlotID) throws(VaultError) -> SlotID {
        let ids = slots.filter { $0.kind == .passphrase }.map { SlotID($0.id) }
        if let given {
            guard ids.contains(given) else { throw .noSuchSlot(given) }
            return given
        }
        if ids.contains(current) { return current }
        guard let only = ids.first else { throw .noMatchingSlot }
        guard ids.count == 1 else { throw .ambiguousSlot }
        return only
    }

    private func index(of id: SlotID) throws(VaultError) -> Int {
        guard let index = slots.firstIndex(where: { $0.id == id.bytes }) else { throw .noSuchSlot(id) }
        return index
    }
}
