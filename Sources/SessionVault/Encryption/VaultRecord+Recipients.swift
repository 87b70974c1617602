internal import VaultSodium

/// Whom the recipient slots are for: a re-key seals the new data key to them without their help.
extension VaultRecord {
    /// Names the recipient of a slot that was added after the others.
    mutating func add(_ recipient: Recipient, slot: SlotID) {
        fields.append(Field(type: FieldType.recipient, value: slot.bytes + recipient.publicKey))
    }

    /// Takes away the name of the recipient of a slot that goes; other kinds have none.
    mutating func removeRecipient(of slot: SlotID) {
        fields.removeAll { $0.type == FieldType.recipient && $0.value.starts(with: slot.bytes) }
    }

    /// The recipient of a slot; nil where it is of another kind.
    func recipient(of slot: SlotID) -> Recipient? {
        recipients.first { $0.value.starts(with: slot.bytes) }
            .map { Recipient(trusted: Array($0.value.dropFirst(KeySlot.idLength))) }
    }
}
