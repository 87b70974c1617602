/// The random 8 bytes that name a root key within its keyring.
public struct RootID: Sendable, Hashable {
    static let length = 8

    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The id that 16 lower-case hexadecimal digits write; nil for anything else.
    public init?(_ text: String) {
        guard let bytes = Hexadecimal.bytes(text), bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }
}

extension RootID: CustomStringConvertible {
    /// 16 hexadecimal digits.
    public var description: String { Hexadecimal.text(bytes) }
}
