/// The tokens of the names that a batch of peers takes, worked out when their owners were asked for: a hash costs a
/// tenth of writing a row. It is gone with its batch.
struct BatchTokens: Sendable {
    let keys: RowKeys
    private let plain: [NameClaim]
    /// What an engine is asked for, in the places of the plain ones.
    let sealed: [NameClaim]

    /// - Parameter claims: Those of one peer one after the other.
    init(of claims: [NameClaim], with keys: RowKeys) throws {
        (self.keys, plain) = (keys, claims)
        var sealed: [NameClaim] = []
        sealed.reserveCapacity(claims.count)
        for index in claims.indices {
            let isSamePeer = index > 0 && claims[index - 1].peer == claims[index].peer
            sealed.append(try keys.seal(claims[index], peer: isSamePeer ? sealed[index - 1].peer : nil))
        }
        self.sealed = sealed
    }

    /// Those of one peer.
    struct OfPeer {
        fileprivate let tokens: BatchTokens
        fileprivate let places: Range<Int>

        var id: Int64? { places.isEmpty ? nil : tokens.sealed[places.lowerBound].peer }

        /// The username's, or nil where it is not known.
        func username(_ name: String) -> String? {
            for place in places {
                // One that has no token is sealed as an empty username, which nobody has.
                if case .username(let token) = tokens.sealed[place].name, !token.isEmpty,
                    case .username(let plain) = tokens.plain[place].name, ExactText(plain) == ExactText(name)
                {
                    return token
                }
            }
            return nil
        }

        /// The phone number's, or nil where it is not known.
        func phoneNumber(_ number: String) -> String? {
            for place in places {
                if case .phoneNumber(let token) = tokens.sealed[place].name,
                    case .phoneNumber(let plain) = tokens.plain[place].name, ExactText(plain) == ExactText(number)
                {
                    return token
                }
            }
            return nil
        }
    }

    /// Those of the peer with this id, sought from `cursor` on, which is moved behind them: changes come in the order of
    /// the claims.
    func ofPeer(_ id: Int64, from cursor: inout Int) -> OfPeer {
        guard let start = plain[cursor...].firstIndex(where: { $0.peer == id }) else {
            return OfPeer(tokens: self, places: 0..<0)
        }
        cursor = plain[start...].firstIndex { $0.peer != id } ?? plain.endIndex
        return OfPeer(tokens: self, places: start..<cursor)
    }
}
