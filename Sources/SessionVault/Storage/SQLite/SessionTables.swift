internal import VaultSQLite

/// The tables of a session on a connection, in their shape.
struct SessionTables {
    /// What differs between files that are opened as they are.
    struct Shape: Equatable {
        /// Whether there are the columns of sealed rows.
        var hasSealed = false
        /// Whether there are those of the DC's address.
        var hasAddress = false
    }

    private(set) var shape: Shape
    let sessions: SessionTable
    private(set) var peers: PeerTable
    private(set) var states: UpdateStateTable

    init(_ connection: Connection, _ shape: Shape) {
        self.shape = shape
        sessions = SessionTable(connection, hasAddress: shape.hasAddress)
        peers = PeerTable(connection, hasSealed: shape.hasSealed)
        states = UpdateStateTable(connection, hasSealed: shape.hasSealed)
    }

    /// Fits the statements to what the tables have by now.
    mutating func reshape(_ connection: Connection, hasSealed: Bool) {
        guard hasSealed != shape.hasSealed else { return }
        connection.discard(peers.statements + states.statements)
        shape.hasSealed = hasSealed
        peers = PeerTable(connection, hasSealed: hasSealed)
        states = UpdateStateTable(connection, hasSealed: hasSealed)
    }
}

extension SessionTables.Shape {
    /// Of a schema that is opened as it is.
    init(_ facts: SchemaFacts) {
        hasSealed = facts.columns["peers"]?["sealed"] != nil
        hasAddress = facts.columns["sessions"]?["server_address"] != nil
    }
}
