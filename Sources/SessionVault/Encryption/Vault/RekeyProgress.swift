/// How far a re-key is: peers and update states, of those that were there when it began or was taken up.
public struct RekeyProgress: Sendable, Hashable {
    /// The rows that are under the new key.
    public var rowsDone: Int
    /// The rows in all.
    public var rowsTotal: Int
}
