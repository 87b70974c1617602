/// What ``Keyring/rotateRoot(over:progress:)`` does to a vault.
extension EncryptedStorage {
    /// Puts a root's slot in the place of others', in one write. A storage that is closed is opened for it.
    ///
    /// - Returns: False, with nothing written, where the root's slot is the only one of them already.
    /// - Throws: ``VaultError/noMatchingSlot`` where there is a slot of none of them; ``VaultError/noSession`` where there
    ///   is no vault; otherwise as ``open()``, and what the engine throws.
    func moveRootSlot(to active: SlotKey, from retiring: [SlotKey]) async throws -> Bool {
        do {
            return try await replaceRootSlots(retiring, with: active)
        } catch VaultError.notOpen {
            unseen.add(try await open())
            let isMoved: Bool
            do {
                isMoved = try await replaceRootSlots(retiring, with: active)
            } catch {
                try? await close()
                throw error
            }
            try await close()
            return isMoved
        }
    }

    private func replaceRootSlots(_ retiring: [SlotKey], with active: SlotKey) async throws -> Bool {
        let isWritten = try await changeSlots(for: .root(active)) { contents, slot in
            let vaultID = contents.envelope.vaultID
            let old = try VaultError.mapping { try retiring.map { SlotID(try $0.rootSlotID(in: vaultID)) } }
            return try contents.envelope.replaceRootSlots(old, with: slot)
        }.isWritten
        if isWritten { try await base.truncateJournal() }
        return isWritten
    }
}

extension Envelope {
    /// Puts a root's slot in the place of the first of other roots', and takes away the others of them.
    ///
    /// - Returns: False where there is no other root's.
    /// - Throws: ``VaultError/noMatchingSlot`` where there is no slot of any of them.
    fileprivate mutating func replaceRootSlots(_ old: [SlotID], with new: KeySlot) throws(VaultError) -> Bool {
        let rootSlots = slots.filter { $0.kind == .keyring }.map { SlotID($0.id) }
        let going = rootSlots.filter(old.contains)
        guard let first = going.first else {
            guard rootSlots.contains(SlotID(new.id)) else { throw .noMatchingSlot }
            return false
        }
        slots.removeAll { $0.id == new.id }
        try replaceSlot(first, with: new)
        for slot in going.dropFirst() { try removeSlot(slot) }
        return true
    }
}
