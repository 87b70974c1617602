/// A name that a peer takes: a username or a phone number.
struct NameClaim {
    let name: PeerLookup
    /// The peer's id, or what stands for it.
    let peer: Int64
    /// See ``PeerLookup/nameHash``; 0 where it has none, or was not worked out.
    let nameHash: Int

    init(name: PeerLookup, peer: Int64) {
        self.init(name: name, peer: peer, nameHash: name.nameHash ?? 0)
    }

    init(name: PeerLookup, peer: Int64, nameHash: Int) {
        (self.name, self.peer, self.nameHash) = (name, peer, nameHash)
    }
}

/// A peer that has what another one takes.
struct OtherOwner {
    /// Which of the claims it stands in the way of.
    var claim: Int
    var row: PeerRecord
}

/// An engine that finds whoever else has a name. Nearly always that is nobody, and no row has to be read to know it.
protocol NameOwnerSource: Storage {
    /// Everybody but the peer itself who has the name, for each of the claims; nil where it cannot be told just now.
    ///
    /// - Parameter tokens: Whether the usernames of sealed rows are read; see ``SealedRowSource``.
    func otherOwners(of claims: [NameClaim], tokens: Bool) async throws -> NameOwners?

    /// A number that is another one after each write, and after each loss of what was held; nil where others write too.
    var stamp: UInt64? { get }

    /// ``Storage/apply(_:)`` of changes that make the claims which were asked for.
    func apply(_ changes: [StorageChange], knowing findings: BatchFindings) async throws
}

/// What was found out for a batch before it is written.
struct BatchFindings: Sendable {
    var tokens: BatchTokens?
    /// The ids of those peers that are stored with the usernames which they have in the batch.
    var unrenamed: Set<Int64> = []
    /// The engine's ``NameOwnerSource/stamp`` before it was asked for them: what they say holds for as long as it does.
    var stamp: UInt64?
}

/// Who else has the names of a batch, and what was worked out to find them.
struct NameOwners {
    var others: [OtherOwner] = []
    var tokens: BatchTokens?
}

extension NameOwnerSource {
    var stamp: UInt64? { nil }

    func apply(_ changes: [StorageChange], knowing findings: BatchFindings) async throws { try await apply(changes) }
}
