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

extension PeerLookup {
    /// A hash of the name's canonical form, which is another in each process; nil for an id, and for what has none.
    var nameHash: Int? {
        switch self {
        case .id: nil
        case .username(let name): CanonicalForm.username(name).map { Self.hash($0, kind: 1) }
        case .phoneNumber(let number): CanonicalForm.phoneNumber(number).map { Self.hash($0, kind: 2) }
        }
    }

    /// Of the bytes: a `String` has one hash for the two ways to write é, which are two names. ASCII has one way, and is
    /// taken all at once.
    private static func hash(_ name: String, kind: UInt8) -> Int {
        var hasher = Hasher()
        hasher.combine(kind)
        let bytes = name.utf8Span.span
        if bytes.indices.allSatisfy({ bytes[$0] < 0x80 }) {
            hasher.combine(name)
        } else {
            for index in bytes.indices { hasher.combine(bytes[index]) }
        }
        return hasher.finalize()
    }
}
