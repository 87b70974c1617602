/// The schemas of session files, told by their tables and never by the version number alone: the forks of Pyrogram
/// number differently.
public enum SessionFileSchema: Sendable, Hashable {
    /// Pyrogram's and Hydrogram's 1 to 3.
    case pyrogram(version: Int)
    /// pyrotgfork's and kurigram's 4 to 6; 6 is what this library writes.
    case pyrotgfork(version: Int)
    /// kurigram's 7, with the DC's address.
    case kurigram(version: Int)
    /// pyrofork's 4.
    case pyrofork(version: Int)
    /// Telethon's.
    case telethon(version: Int)
    /// SQLite, with tables that are none of these, or some of them.
    case unknown
}

extension SessionFileSchema: CustomStringConvertible {
    /// The schema and what can be done with it, to follow a path and "is".
    public var description: String {
        switch self {
        case .pyrogram(let version): "a Pyrogram session of schema \(version), which this version does not open"
        case .pyrotgfork(PyrotgforkSchema.version): "a session of pyrotgfork's schema \(PyrotgforkSchema.version)"
        case .pyrotgfork(let version):
            "a session of pyrotgfork's schema \(version), which this version does not open"
        case .kurigram(let version): "a kurigram session of schema \(version), which this version does not open"
        case .pyrofork(let version): "a pyrofork session of schema \(version), which this version does not open"
        case .telethon(let version): "a Telethon session of schema \(version), which this version does not open"
        case .unknown: "an SQLite database, and not a session of a schema that this version knows"
        }
    }
}
