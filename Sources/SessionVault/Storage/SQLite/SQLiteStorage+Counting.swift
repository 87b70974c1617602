internal import VaultSQLite

extension SQLiteStorage {
    func rowCounts() async throws -> RowCounts {
        try await engine.read { try $0.read(or: RowCounts()) { try $0.rowCounts() } }
    }
}

extension SessionDatabase {
    /// How many rows there are, by tables that are gone over once.
    func rowCounts() throws -> RowCounts {
        let hasSealed = try SealedLayout(of: connection) != .none
        func count(_ table: StaticString) throws -> (all: Int, sealed: Int) {
            let sql = "SELECT count(*), \(hasSealed ? "count(sealed)" : "0") FROM \(table)"
            return try connection.first(sql, "count the rows") { (Int($0.integer(0)), Int($0.integer(1))) } ?? (0, 0)
        }
        let (peers, states) = (try count("peers"), try count("update_state"))
        return RowCounts(
            peers: peers.all, sealedPeers: peers.sealed, updateStates: states.all, sealedUpdateStates: states.sealed)
    }
}
