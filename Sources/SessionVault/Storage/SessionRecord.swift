/// The row of a session's own values, as an engine stores it.
///
/// Numbers use 0 and text uses the empty string for what is not known, never a missing value: clients of Pyrogram's
/// family take a session with a missing test mode, user id or bot flag for a new one and generate a key over the old.
public struct SessionRecord: Sendable, Equatable {
    /// The auth key, plain or inside an envelope.
    public var authKey: StoredKey
    /// The DC that the auth key belongs to: 1 to 5 or 203 in November 2026.
    public var dcID: Int16
    /// Whether the DC is one of the test environment.
    public var isTest: Bool
    /// The application's id, or 0.
    public var apiID: Int32
    /// The account's id, or 0 before log-in.
    public var userID: Int64
    /// Whether the account is a bot.
    public var isBot: Bool
    /// When the session was last saved, in seconds since 1970, or 0.
    public var date: Int64
    /// The DC's address, or empty. An engine whose schema has no place for it may leave out address and port.
    public var serverAddress: String
    /// The DC's port, or 0.
    public var port: UInt16

    /// A record of the values given.
    public init(
        authKey: StoredKey, dcID: Int16, isTest: Bool = false, apiID: Int32 = 0, userID: Int64 = 0,
        isBot: Bool = false, date: Int64 = 0, serverAddress: String = "", port: UInt16 = 0
    ) {
        self.authKey = authKey
        self.dcID = dcID
        self.isTest = isTest
        self.apiID = apiID
        self.userID = userID
        self.isBot = isBot
        self.date = date
        self.serverAddress = serverAddress
        self.port = port
    }
}
