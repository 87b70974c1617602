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
            for claim in claims {
                if case .username(let plain) = claim.plain.name, case .username(let token) = claim.sealed.name,
                    !token.isEmpty, plain.hasBytes(of: name)
                {
                    return token
                }
            }
            return nil
        }

        /// The phone number's, or nil where it is not known.
        func phoneNumber(_ number: String) -> String? {
            for claim in claims {
                if case .phoneNumber(let plain) = claim.plain.name, case .phoneNumber(let token) = claim.sealed.name,
                    plain.hasBytes(of: number)
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
        guard let start = claims[cursor...].firstIndex(where: { $0.plain.peer == id }) else {
            return OfPeer(claims: [])
        }
        cursor = claims[start...].firstIndex { $0.plain.peer != id } ?? claims.endIndex
        return OfPeer(claims: claims[start..<cursor])
    }
}

extension String {
    /// Whether it is byte for byte the same, as ``ExactText``.
    fileprivate func hasBytes(of other: String) -> Bool {
        let (bytes, others) = (utf8Span.span, other.utf8Span.span)
        guard bytes.count == others.count else { return false }
        for index in bytes.indices where bytes[index] != others[index] { return false }
        return true
    }
}
