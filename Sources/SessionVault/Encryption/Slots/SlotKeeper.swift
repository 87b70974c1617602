/// An opened envelope whose key slots can be changed: a vault's in its engine, or a keyring's in its file.
protocol SlotKeeper: Sendable {
    associatedtype Contents: SlotContents

    /// What slots that are made cost, and what all that are for passphrases may cost together.
    var slotCosts: (made: KeyDerivation, limits: KeyDerivation.Limits) { get }

    /// What its slots give by now.
    var slotSource: SlotSource { get throws }

    /// Runs what can take long, as a use of the keys until it ends.
    func usingKeys<Result>(_ body: () async throws -> Result) async rethrows -> Result

    /// Changes what the envelope holds by now, in one atomic and durable write.
    ///
    /// - Parameter change: Returns false where nothing is to be written. It can be asked more than once.
    /// - Returns: What `change` returned.
    func changeContents(_ change: @Sendable (inout Contents) throws -> Bool) async throws -> Bool
}

/// What an envelope with key slots holds.
protocol SlotContents {
    var envelope: Envelope { get set }

    /// Whom a recipient's slot is for; nil where it is written down nowhere.
    func recipient(of slot: SlotID) -> Recipient?
    /// Writes down whom a slot is for, where there is a place for it.
    mutating func add(_ recipient: Recipient, slot: SlotID)
}

/// What a slot gives, and what it is bound to.
struct SlotSource {
    let dataKey: DataKey
    let vaultID: [UInt8]
    let epoch: UInt32

    /// A slot that gives it. For a passphrase it takes as long as the derivation.
    func makeSlot(for owner: SlotOwner, cost: KeyDerivation, id: SlotID? = nil) async throws -> KeySlot {
        try await KeySlot.make(dataKey, for: owner, cost: cost, id: id, vaultID: vaultID, epoch: epoch)
    }
}

/// A slot was made with a data key that a re-key replaced meanwhile.
private struct StaleSlot: Error {}

extension SlotKeeper {
    /// Adds a slot.
    ///
    /// - Throws: ``VaultError/slotsFull``, ``VaultError/slotExists(_:)``; otherwise as ``changeSlots(for:id:_:)``.
    func addSlot(for owner: SlotOwner) async throws -> SlotID {
        try await changeSlots(for: owner) { contents, slot in
            let before = contents
            try contents.envelope.requireNew(owner) { before.recipient(of: $0) }
            try contents.envelope.add(slot)
            if case .recipient(let recipient) = owner { contents.add(recipient, slot: SlotID(slot.id)) }
            return true
        }.slot
    }

    /// Puts a slot for another passphrase in the place of one.
    func replacePassphrase(of id: SlotID, with new: Passphrase) async throws {
        try await changeSlots(for: .passphrase(new), id: id) { contents, slot in
            try contents.envelope.replaceSlot(id, with: slot)
            return true
        }
    }

    /// Makes a slot, which takes as long as a derivation, and then changes the envelope with it.
    ///
    /// - Parameter body: Returns false where nothing is to be written.
    /// - Throws: ``VaultError/derivationAbovePolicy(passes:mebibytes:)``; the errors of a derivation; what `body` throws,
    ///   and of the write.
    @discardableResult
    func changeSlots(
        for owner: SlotOwner, id: SlotID? = nil, _ body: @Sendable (inout Contents, KeySlot) throws -> Bool
    ) async throws -> (slot: SlotID, isWritten: Bool) {
        let costs = slotCosts
        while true {
            let source = try slotSource
            let epoch = source.epoch
            let slot = try await usingKeys { try await source.makeSlot(for: owner, cost: costs.made, id: id) }
            do {
                let isWritten = try await changeContents { contents in
                    guard contents.envelope.epoch == epoch else { throw StaleSlot() }
                    guard try body(&contents, slot) else { return false }
                    // What is written has to be what its owner opens again.
                    if case .passphrase = owner { try costs.limits.check(contents.envelope.derivations) }
                    return true
                }
                return (SlotID(slot.id), isWritten)
            } catch is StaleSlot {
                continue
            }
        }
    }
}
