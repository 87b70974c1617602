/// The slots of a vault or a keyring, made anew for another data key.
struct SlotRenewal {
    let contents: any SlotContents
    let secrets: [VaultSecret]
    /// The slot that is known to open by the first of the secrets, and needs no try while it is as it was.
    let opened: KeySlot?
    /// Whom recipient slots may be for; nil for all whom the record names.
    let recipients: Set<Recipient>?
    /// Who gets a slot besides.
    var newcomers: [Recipient] = []
    let cost: KeyDerivation
    let limits: KeyDerivation.Limits

    /// The slots for `dataKey`, with the ids that they had, without those that go.
    ///
    /// - Throws: ``VaultError/slotSecretsMissing(_:)``, ``VaultError/noSuchSlot(_:)``, ``VaultError/lastSlot``; the errors
    ///   of the bounds of derivations, before any; of derivations, ``VaultError/notEnoughMemory(needs:has:)`` and `CancellationError`.
    func slots(for dataKey: DataKey, epoch: UInt32, dropping: Set<SlotID>) async throws -> [KeySlot] {
        let (slots, vaultID) = (contents.envelope.slots, contents.envelope.vaultID)
        if let unknown = dropping.subtracting(slots.map { SlotID($0.id) }).first {
            throw VaultError.noSuchSlot(unknown)
        }
        let kept = slots.filter { !dropping.contains(SlotID($0.id)) }
        try checkCosts(of: kept)
        var owners: [(slot: KeySlot, owner: SlotOwner)] = []
        var missing: [SlotID] = []
        for slot in kept {
            if let owner = try await owner(of: slot) {
                owners.append((slot, owner))
            } else {
                missing.append(SlotID(slot.id))
            }
        }
        guard missing.isEmpty else { throw VaultError.slotSecretsMissing(missing) }
        guard !owners.isEmpty || !newcomers.isEmpty else { throw VaultError.lastSlot }
        var renewed: [KeySlot] = []
        for (slot, owner) in owners {
            renewed.append(
                try await KeySlot.make(
                    dataKey, for: owner, cost: cost, id: SlotID(slot.id), vaultID: vaultID, epoch: epoch))
        }
        var known = Set(owners.compactMap { if case .recipient(let recipient) = $0.owner { recipient } else { nil } })
        for recipient in newcomers where known.insert(recipient).inserted {
            renewed.append(
                try await KeySlot.make(
                    dataKey, for: .recipient(recipient), cost: cost, vaultID: vaultID, epoch: epoch))
        }
        guard renewed.count <= Envelope.slotCounts.upperBound else { throw VaultError.slotsFull }
        return renewed
    }

    /// What is written has to be what this storage opens again; and what the slots ask for is the envelope's word until
    /// it is checked, where another kind of secret opened it.
    private func checkCosts(of kept: [KeySlot]) throws {
        let passphrases = kept.filter { $0.kind == .passphrase }
        try limits.check(passphrases.map { _ in cost })
        let tried = passphrases.filter { $0 != opened }
        if secrets.contains(where: \.isPassphrase) { try limits.check(try tried.map { try $0.derivation().cost }) }
    }

    /// Whom a slot is for; nil where that cannot be known, and for another program's slot.
    private func owner(of slot: KeySlot) async throws -> SlotOwner? {
        switch slot.kind {
        case .recipient:
            try recipient(of: slot).flatMap { recipient in
                recipients?.contains(recipient) == false ? nil : .recipient(recipient)
            }
        case .passphrase: try await passphrase(of: slot).map { .passphrase($0) }
        case .rawKey, .recoveryCode:
            try secrets.compactMap { try $0.key(of: slot.kind) }.first { try opens(slot, $0) }.map { .key($0) }
        case .keyring:
            try secrets.flatMap { try $0.roots }.first { try opens(slot, $0) }.map { .root($0) }
        case .foreign: nil
        }
    }

    /// Where nobody wrote down whom the slot is for, it is known of those whose identities are given.
    private func recipient(of slot: KeySlot) throws -> Recipient? {
        if let recipient = contents.recipient(of: SlotID(slot.id)) { return recipient }
        let envelope = contents.envelope
        for case .identity(let identity) in secrets {
            let dataKey = try VaultError.mapping {
                try slot.unseal(with: identity, vaultID: envelope.vaultID, epoch: envelope.epoch)
            }
            if dataKey != nil { return identity.recipient }
        }
        return nil
    }

    private func passphrase(of slot: KeySlot) async throws -> Passphrase? {
        let passphrases = secrets.compactMap { if case .passphrase(let passphrase) = $0 { passphrase } else { nil } }
        if slot == opened, case .passphrase(let passphrase)? = secrets.first { return passphrase }
        let (salt, cost) = try slot.derivation()
        for passphrase in passphrases {
            let key = try await SlotKey.derive(from: passphrase, salt: salt, cost: cost)
            if try opens(slot, key) { return passphrase }
        }
        return nil
    }

    private func opens(_ slot: KeySlot, _ key: SlotKey) throws -> Bool {
        try slot.opens(with: key, vaultID: contents.envelope.vaultID, epoch: contents.envelope.epoch)
    }
}

extension VaultSecret {
    fileprivate var isPassphrase: Bool { if case .passphrase = self { true } else { false } }

    /// Its key, where it is of a kind that has one.
    fileprivate func key(of kind: KeySlot.Kind) throws -> SlotKey? {
        switch self {
        case .rawKey(let key) where kind == .rawKey: key.slotKey
        case .recoveryCode(let code) where kind == .recoveryCode: try code.slotKey
        default: nil
        }
    }

    /// The root keys of a keyring.
    fileprivate var roots: [SlotKey] {
        get throws {
            guard case .keyring(let keyring) = self else { return [] }
            return try keyring.rootKeys().map(\.key)
        }
    }
}
