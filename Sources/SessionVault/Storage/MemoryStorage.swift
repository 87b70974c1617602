/// A session in memory: its own record, and an SQLite database that is made when the first peer or update state needs
/// one. All of it is gone when it is closed.
///
/// It behaves as ``FileStorage`` does in everything but where the rows are. Copies of a value share the one database.
public struct MemoryStorage: Storage, SQLiteStorage {
    let engine: SQLiteEngine
    var carriesWritesIntoCopies: Bool { false }

    /// A storage that holds nothing.
    public init() { engine = SQLiteEngine(.memory) }
}
