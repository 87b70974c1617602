/// A peer's row, as an engine stores it.
public struct PeerRecord: Sendable, Equatable {
    /// The peer's marked id: users positive, groups negative, channels below -1,000,000,000,000.
    public var id: Int64
    /// The access hash, or nil where it is not known.
    public var accessHash: Int64?
    /// The peer's type in the family's words: `user`, `bot`, `group`, `channel`, `supergroup`, …
    public var type: String
    /// The usernames, in their order.
    public var usernames: [String]
    /// The phone number, or nil.
    public var phoneNumber: String?
    /// When the peer was last seen, in seconds since 1970.
    public var date: Int64
    /// Opaque bytes of a wrapping layer, at most 4 KiB; nil in a plain row.
    public var sealed: [UInt8]?

    /// A record of the values given.
    public init(
        id: Int64, accessHash: Int64?, type: String, usernames: [String] = [], phoneNumber: String? = nil,
        date: Int64, sealed: [UInt8]? = nil
    ) {
        self.id = id
        self.accessHash = accessHash
        self.type = type
        self.usernames = usernames
        self.phoneNumber = phoneNumber
        self.date = date
        self.sealed = sealed
    }
}
