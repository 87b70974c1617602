/// The 8 bytes that name a key slot within its vault. They are no secret.
///
/// They are random, but for a keyring's slot: there they are made of the root key and the vault's id, so that the slot
/// is found at once and its id is another in every vault.
public struct SlotID: Sendable, Hashable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The id that 16 lower-case hexadecimal digits write; nil for anything else.
    public init?(_ text: String) {
        guard let bytes = Hexadecimal.bytes(text), bytes.count == KeySlot.idLength else { return nil }
        self.bytes = bytes
    }
}

extension SlotID: CustomStringConvertible {
    /// 16 hexadecimal digits.
    public var description: String { Hexadecimal.text(bytes) }
}
