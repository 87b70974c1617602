/// A user, group or channel that a client has met, with what it takes to address it again.
public struct Peer: Sendable, Hashable {
    /// The marked id: users positive, groups negative, channels below -1,000,000,000,000.
    public var id: Int64
    /// The access hash that this account was given. In an update, nil keeps the one that is stored.
    public var accessHash: Int64?
    /// What it is.
    public var kind: Kind
    /// The usernames, in their order. In an update they replace all that are stored.
    public var usernames: [String]
    /// The phone number. In an update, nil keeps the one that is stored.
    public var phoneNumber: String?

    /// A peer of the values given.
    public init(id: Int64, accessHash: Int64?, kind: Kind, usernames: [String] = [], phoneNumber: String? = nil) {
        self.id = id
        self.accessHash = accessHash
        self.kind = kind
        self.usernames = usernames
        self.phoneNumber = phoneNumber
    }

    /// A kind of peer, in the words of Pyrogram's family. Clients have kinds of their own, which are kept as they are.
    public struct Kind: RawRepresentable, Sendable, Hashable {
        /// The word that is stored: at most 255 bytes of ASCII.
        public var rawValue: String

        /// A kind by its word.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A person.
        public static let user = Kind(rawValue: "user")
        /// A bot.
        public static let bot = Kind(rawValue: "bot")
        /// A basic group.
        public static let group = Kind(rawValue: "group")
        /// A broadcast channel.
        public static let channel = Kind(rawValue: "channel")
        /// A supergroup.
        public static let supergroup = Kind(rawValue: "supergroup")
    }
}

extension Peer {
    init(_ record: PeerRecord) {
        self.init(
            id: record.id, accessHash: record.accessHash, kind: Kind(rawValue: record.type),
            usernames: record.usernames, phoneNumber: record.phoneNumber)
    }
}
