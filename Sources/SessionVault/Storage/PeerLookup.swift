/// What a peer is looked up by. Engines compare the value exactly.
public enum PeerLookup: Sendable, Hashable {
    /// The peer's id.
    case id(Int64)
    /// One of the peer's usernames.
    case username(String)
    /// The peer's phone number.
    case phoneNumber(String)
}
