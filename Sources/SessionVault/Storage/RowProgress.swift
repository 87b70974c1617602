/// How far a call is that goes through many rows: peers and update states, of those that were there when it began.
public struct RowProgress: Sendable, Hashable {
    /// The rows that are done.
    public var rowsDone: Int
    /// The rows in all.
    public var rowsTotal: Int
}

extension RowProgress {
    /// Goes on by so many rows. What is written meanwhile does not count: it is never more than all.
    mutating func advance(by rows: Int) { rowsDone = min(rowsDone + rows, rowsTotal) }
}

/// How far a re-key is, of the rows that were there when it began or was taken up.
public typealias RekeyProgress = RowProgress
