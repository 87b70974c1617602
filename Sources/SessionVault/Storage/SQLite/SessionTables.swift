internal import VaultSQLite

/// The tables of a session on a connection, in their shape.
struct SessionTables {
    /// What differs between files that are opened as they are.
    struct Shape: Equatable {
        var sealed = SealedLayout.none
        /// Whether there are those of the DC's address.
        var hasAddress = false
    }

    private(set) var shape: Shape
    let sessions: SessionTable
    private let connection: Connection
    /// Those of rows are made when the first one is asked for: to open a session none is, nor while it is idle.
    private var usedPeers: PeerTable?
    private var usedStates: UpdateStateTable?

    init(_ connection: Connection, _ shape: Shape) {
        self.shape = shape
        self.connection = connection
        sessions = SessionTable(connection, hasAddress: shape.hasAddress)
    }

    var peers: PeerTable {
        mutating get {
            if let usedPeers { return usedPeers }
            let new = PeerTable(connection, shape.sealed)
            usedPeers = new
            return new
        }
    }

    var states: UpdateStateTable {
        mutating get {
            if let usedStates { return usedStates }
            let new = UpdateStateTable(connection, hasSealed: shape.sealed != .none)
            usedStates = new
            return new
        }
    }

    /// Fits the statements to what the tables have by now.
    mutating func reshape(_ sealed: SealedLayout) {
        guard sealed != shape.sealed else { return }
        connection.discard((usedPeers?.statements ?? []) + (usedStates?.statements ?? []))
        shape.sealed = sealed
        (usedPeers, usedStates) = (nil, nil)
    }
}

extension SessionTables.Shape {
    /// Of a schema that is opened as it is.
    init(_ facts: SchemaFacts) {
        sealed = SealedLayout(facts)
        hasAddress = facts.columns["sessions"]?["server_address"] != nil
    }
}
