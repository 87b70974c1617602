/// The account that a session is logged in to.
public struct Account: Sendable, Hashable {
    /// The account's user id, above 0.
    public var id: Int64
    /// Whether it is a bot.
    public var isBot: Bool

    /// An account of the values given. An id that is not above 0 is refused when it is stored.
    public init(id: Int64, isBot: Bool = false) {
        self.id = id
        self.isBot = isBot
    }
}
