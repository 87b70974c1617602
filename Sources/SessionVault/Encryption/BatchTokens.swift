/// The tokens of the names that a batch of peers takes, worked out when their owners were asked for: a hash costs a
/// tenth of writing a row. It is gone with its batch.
struct BatchTokens: Sendable {
    let keys: RowKeys
    private var claims: [(plain: NameClaim, sealed: NameClaim)] = []

    /// - Parameter claims: Those of one peer one after the other.
    init(of claims: some Sequence<NameClaim>, with keys: RowKeys) throws {
        self.keys = keys
        for claim in claims {
            let last = self.claims.last
            let peer = last?.plain.peer == claim.peer ? last?.sealed.peer : nil
            self.claims.append((claim, try keys.seal(claim, peer: peer)))
        }
    }

    /// What an engine is asked for.
    var sealed: [NameClaim] { claims.map(\.sealed) }

    /// Those of one peer.
    struct OfPeer {
        fileprivate let claims: ArraySlice<(plain: NameClaim, sealed: NameClaim)>

        var id: Int64? { claims.first?.sealed.peer }

        /// The username's, or nil where it is not known.
        func username(_ name: String) -> String? {
            for case (.username(let plain), .username(let token)) in names where ExactText(plain) == ExactText(name) {
                return token
            }
            return nil
        }

        /// The phone number's, or nil where it is not known.
        func phoneNumber(_ number: String) -> String? {
            for case (.phoneNumber(let plain), .phoneNumber(let token)) in names
            where ExactText(plain) == ExactText(number) { return token }
            return nil
        }

        /// Each with its token; one that has none is sealed as an empty username, which nobody has.
        private var names: some Sequence<(plain: PeerLookup, sealed: PeerLookup)> {
            claims.lazy.map { ($0.plain.name, $0.sealed.name) }
                .filter { if case .username("") = $0.sealed { false } else { true } }
        }
    }

    /// Those of the peer with this id, sought from `cursor` on, which is moved behind them: changes come in the order of
    /// the claims.
    func ofPeer(_ id: Int64, from cursor: inout Int) -> OfPeer {
        guard let start = claims[cursor...].firstIndex(where: { $0.plain.peer == id }) else {
            return OfPeer(claims: [])
        }
        cursor = claims[start...].firstIndex { $0.plain.peer != id } ?? claims.endIndex
        return OfPeer(claims: claims[start..<cursor])
    }
}
