/// What a peer is looked up by. Engines compare the value exactly.
public enum PeerLookup: Sendable, Hashable {
    /// The peer's id.
    case id(Int64)
    /// One of the peer's usernames.
    case username(String)
    /// The peer's phone number.
    case phoneNumber(String)
}

extension PeerRecord {
    /// Whether a look-up can have found this peer.
    func isFound(by lookup: PeerLookup) -> Bool {
        switch lookup {
        case .id(let id): return self.id == id
        case .username(let name):
            let canonical = CanonicalForm.username(name).map(ExactText.init)
            return usernames.contains { CanonicalForm.username($0).map(ExactText.init) == canonical }
        case .phoneNumber(let number): return phoneNumber == CanonicalForm.phoneNumber(number)
        }
    }
}
