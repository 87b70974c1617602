/// What ``Session/verify(progress:)`` found.
public struct VerificationReport: Sendable, Hashable {
    /// The peers that were read and, where rows are sealed, opened.
    public var peers = 0
    /// The update states that were read and, where rows are sealed, opened.
    public var updateStates = 0
    /// The sealed rows that do not open: somebody changed them, moved them, or sealed them under keys that are not the
    /// vault's.
    public var failedRows = 0
    /// The rows that are not sealed in a vault whose rows are, or that are sealed where none is. Somebody else wrote
    /// them. The first are never returned, and the second refused.
    public var strayRows = 0
    /// The rows that say that they are of an epoch before the vault's. While a re-key is under way its rows open, and
    /// count among ``peers`` and ``updateStates`` too; others were put back, and count among ``failedRows`` too.
    public var earlierRows = 0

    /// Whether every sealed row opened.
    public var isIntact: Bool { failedRows == 0 }

    /// How many rows were looked at.
    var rows: Int { peers + updateStates + failedRows + strayRows }
}

extension VerificationReport: CustomStringConvertible {
    /// The counts; those of what should not be there only where it is.
    public var description: String {
        let troubles = [
            (failedRows, "that do not open"), (strayRows, "that are not the vault's"),
            (earlierRows, "of an earlier epoch"),
        ]
        let told = troubles.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }
        return "\(peers) peers, \(updateStates) update states" + told.joined()
    }
}
