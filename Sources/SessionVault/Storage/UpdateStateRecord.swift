/// An update state's row, as an engine stores it.
public struct UpdateStateRecord: Sendable, Equatable {
    /// 0 for the account's own state, a channel's marked id for its.
    public var id: Int64
    /// The values, each nil where it is not known.
    public var pts: Int64?
    /// See ``pts``.
    public var qts: Int64?
    /// In seconds since 1970; see ``pts``.
    public var date: Int64?
    /// See ``pts``.
    public var seq: Int64?
    /// Opaque bytes of a wrapping layer, at most 4 KiB; nil in a plain row.
    public var sealed: [UInt8]?

    /// A record of the values given.
    public init(
        id: Int64, pts: Int64? = nil, qts: Int64? = nil, date: Int64? = nil, seq: Int64? = nil,
        sealed: [UInt8]? = nil
    ) {
        self.id = id
        self.pts = pts
        self.qts = qts
        self.date = date
        self.seq = seq
        self.sealed = sealed
    }
}
