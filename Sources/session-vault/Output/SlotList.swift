#if CLI
internal import SessionVault

/// Key slots as a result.
struct SlotList: Encodable {
    /// A slot as programs read it.
    struct Entry: Encodable {
        let id: String
        /// `passphrase`, `raw-key`, `keyring`, `recipient`, `recovery-code` or `foreign`.
        let kind: String
        /// Of a passphrase: what a guess costs.
        var passes: Int?
        var mebibytes: Int?
        /// Of a recipient, where it is known.
        var recipient: String?
        /// Of a foreign slot.
        var type: UInt8?
    }

    private let slots: [VaultSlot]

    init(_ slots: [VaultSlot]) { self.slots = slots }

    var entries: [Entry] { slots.map(Entry.init) }

    func encode(to encoder: any Encoder) throws { try entries.encode(to: encoder) }

    /// One a line, or as JSON.
    func print(json: Bool) throws {
        if json { return try JSONOutput.print(self) }
        for slot in slots { try StandardOutput.print(slot.description) }
    }
}

extension SlotList.Entry {
    init(_ slot: VaultSlot) {
        let id = slot.id.description
        switch slot.kind {
        case .passphrase(let cost):
            self.init(id: id, kind: "passphrase", passes: cost.passes, mebibytes: cost.mebibytes)
        case .rawKey: self.init(id: id, kind: "raw-key")
        case .keyring: self.init(id: id, kind: "keyring")
        case .recipient(let recipient): self.init(id: id, kind: "recipient", recipient: recipient?.description)
        case .recoveryCode: self.init(id: id, kind: "recovery-code")
        case .foreign(let type): self.init(id: id, kind: "foreign", type: type)
        }
    }
}
#endif
