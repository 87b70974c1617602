/// How an import reads a client's tables: statements that give the family's own columns, and nothing but reads.
struct ImportedTables {
    /// The columns of ``SessionTable``.
    let session: String
    /// The peers from the id `?1` on by ascending id, `?2` at the most: the columns of ``PeerTable/record(_:)``.
    let peers: String
    /// Peer and username of the peers from the id `?1` to `?2`, in the order of each peer's usernames.
    let usernames: String
    /// What has to be made of the record besides.
    var adjust: @Sendable (inout SessionRecord) -> Void = { _ in }

    /// Those of a schema; nil where none is known that reads it.
    init?(_ schema: SessionFileSchema, _ tables: SchemaFacts) {
        switch schema {
        case .pyrogram, .pyrotgfork, .kurigram: self = .family(tables.columns)
        case .pyrofork(version: 4) where Self.arePyroforks(tables.columns): self = .pyrofork(tables.columns)
        case .telethon(version: 1...8) where Self.areTelethons(tables.columns): self = .telethon(tables.columns)
        default: return nil
        }
    }

    init(session: String, peers: String, usernames: String) {
        self.session = session
        self.peers = peers
        self.usernames = usernames
    }
}
