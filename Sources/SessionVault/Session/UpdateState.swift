/// How far a client has read the stream of updates, of the account or of one channel.
///
/// In an update a value that is nil keeps the one that is stored.
public struct UpdateState: Sendable, Hashable {
    /// 0 for the account's own state, a channel's marked id for its.
    public var id: Int64
    /// Counts events of messages.
    public var pts: Int64?
    /// Counts events of secret chats and of bots.
    public var qts: Int64?
    /// When the last update was made, in seconds since 1970.
    public var date: Int64?
    /// Counts containers of updates.
    public var seq: Int64?

    /// A state of the values given.
    public init(id: Int64, pts: Int64? = nil, qts: Int64? = nil, date: Int64? = nil, seq: Int64? = nil) {
        self.id = id
        self.pts = pts
        self.qts = qts
        self.date = date
        self.seq = seq
    }
}

extension UpdateState {
    init(_ record: UpdateStateRecord) {
        self.init(id: record.id, pts: record.pts, qts: record.qts, date: record.date, seq: record.seq)
    }
}

extension UpdateStateRecord {
    /// This row with the values that `update` gives.
    func merged(with update: UpdateState) -> UpdateStateRecord {
        UpdateStateRecord(
            id: id, pts: update.pts ?? pts, qts: update.qts ?? qts, date: update.date ?? date, seq: update.seq ?? seq)
    }

    func hasValues(of other: UpdateStateRecord) -> Bool { UpdateState(self) == UpdateState(other) }
}
