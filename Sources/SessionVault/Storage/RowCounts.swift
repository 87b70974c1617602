/// How many rows an engine has.
struct RowCounts: Equatable, Sendable {
    var peers = 0
    var sealedPeers = 0
    var updateStates = 0
    var sealedUpdateStates = 0

    var all: Int { peers + updateStates }
    var sealed: Int { sealedPeers + sealedUpdateStates }
}

/// An engine that counts its rows without reading them.
protocol RowCounting: Storage {
    func rowCounts() async throws -> RowCounts
}

extension Storage {
    /// How many rows there are, for a progress that is told: counted by the engine where it can, and else read once.
    func countRows() async throws -> RowCounts {
        if let engine = self as? any RowCounting { return try await engine.rowCounts() }
        let states = try await updateStates()
        var counts = RowCounts(updateStates: states.count, sealedUpdateStates: states.count { $0.sealed != nil })
        try await forEachPage { page in
            counts.peers += page.count
            counts.sealedPeers += page.count { $0.sealed != nil }
        }
        return counts
    }
}
