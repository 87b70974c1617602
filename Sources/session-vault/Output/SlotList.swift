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
        /// As people read it.
        let text: String

        enum CodingKeys: CodingKey { case id, kind, passes, mebibytes, recipient, type }
    }

    private let slots: [VaultSlot]

    init(_ slots: [VaultSlot]) { self.slots = slots }

    var entries: [Entry] { slots.map(Entry.init) }

    func encode(to encoder: any Encoder) throws { try entries.encode(to: encoder) }

    /// One a line, or as JSON.
    func print(json: Bool) throws {
        if json { return try JSONOutput.print(self) }
        try StandardOutput.print(entries.map(\.text).joined(separator: "\n"))
    }
}

extension SlotList.Entry {
    init(_ slot: VaultSlot) {
        let (id, text) = (slot.id.description, slot.description)
        switch slot.kind {
        case .passphrase(let cost):
            self.init(id: id, kind: "passphrase", passes: cost.passes, mebibytes: cost.mebibytes, text: text)
        case .rawKey: self.init(id: id, kind: "raw-key", text: text)
        case .keyring: self.init(id: id, kind: "keyring", text: text)
        case .recipient(let recipient):
            self.init(id: id, kind: "recipient", recipient: recipient?.description, text: text)
        case .recoveryCode: self.init(id: id, kind: "recovery-code", text: text)
        case .foreign(let type): self.init(id: id, kind: "foreign", type: type, text: text)
        }
    }
}
#endif
