/// One change of a batch: a whole row in the place of any other with its id, or the removal of a row.
///
/// Removing a row that is not there changes nothing.
public enum StorageChange: Sendable, Equatable {
    /// Stores a peer, its usernames included; those it had before are gone.
    case setPeer(PeerRecord)
    /// Removes the peer with this id, and its usernames.
    case removePeer(id: Int64)
    /// Stores an update state.
    case setUpdateState(UpdateStateRecord)
    /// Removes the update state with this id.
    case removeUpdateState(id: Int64)
}

extension StorageChange {
    /// Whether it stores bytes of a wrapping layer.
    var isSealed: Bool {
        switch self {
        case .setPeer(let peer): peer.sealed != nil
        case .setUpdateState(let state): state.sealed != nil
        case .removePeer, .removeUpdateState: false
        }
    }
}
