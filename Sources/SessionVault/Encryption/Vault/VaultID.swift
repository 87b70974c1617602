/// The random 16 bytes that name a vault. They are no secret, and stand readable in its envelope.
public struct VaultID: Sendable, Hashable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The id that 32 lower-case hexadecimal digits write; nil for anything else.
    public init?(_ text: String) {
        guard let bytes = Hexadecimal.bytes(text), bytes.count == Envelope.vaultIDLength else { return nil }
        self.bytes = bytes
    }
}

extension VaultID: CustomStringConvertible {
    /// 32 hexadecimal digits.
    public var description: String { Hexadecimal.text(bytes) }
}
