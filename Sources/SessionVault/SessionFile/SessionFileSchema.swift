/// The schemas of session files, told by their tables and never by the version number alone: the forks of Pyrogram
/// number differently.
///
/// Later versions add cases: have a `default` in a `switch`.
public enum SessionFileSchema: Sendable, Hashable {
    /// Pyrogram's and Hydrogram's 1 to 3. Migrated to pyrotgfork's 6.
    case pyrogram(version: Int)
    /// pyrotgfork's and kurigram's 4 to 6. 6 is what this library writes; the others are migrated to it.
    case pyrotgfork(version: Int)
    /// kurigram's 7, with the DC's address. Opened and written as it is.
    case kurigram(version: Int)
    /// pyrofork's 4. Refused, and read by ``Session/import(sessionFile:includingPeers:replacing:progress:)``.
    case pyrofork(version: Int)
    /// Telethon's. Refused, and 1 to 8 read by ``Session/import(sessionFile:includingPeers:replacing:progress:)``.
    case telethon(version: Int)
    /// Tables of Pyrogram's family under a number that none of its clients is known to give; nil where there is no
    /// number, or several. Refused.
    case unknownVersion(number: Int?)
    /// Tables of a later version beside this number: another client's migration was interrupted. Refused.
    case halfMigrated(number: Int)
    /// SQLite, with tables that are none of these, or some of them. Refused.
    case unknown
}

extension SessionFileSchema: CustomStringConvertible {
    /// The schema and, where it is refused, what can be done with it; to follow a path and "is".
    public var description: String {
        switch self {
        case .pyrogram(let version): "a Pyrogram session of schema \(version)"
        case .pyrotgfork(let version): "a session of pyrotgfork's schema \(version)"
        case .kurigram(let version): "a session of kurigram's schema \(version)"
        case .pyrofork(let version):
            "a pyrofork session of schema \(version), which is not opened; import it into a new session with "
                + "import(sessionFile:), or export a session string with pyrofork (await app.export_session_string()) "
                + "and import that"
        case .telethon(let version):
            "a Telethon session of schema \(version), which is not opened; import it into a new session with "
                + "import(sessionFile:)"
        case .unknownVersion(let number?):
            "a session of schema \(number), which this version does not know; a later version may, or export a "
                + "session string with the client that wrote it and import that"
        case .unknownVersion(nil):
            "a session whose schema has no number, or several; put a backup in its place"
        case .halfMigrated(let number):
            "a session of schema \(number) that another client began to migrate and did not end; "
                + Self.wayOut(ofHalfMigrated: number)
        case .unknown: "an SQLite database, and not a session of a schema that this version knows"
        }
    }

    /// Schemas 1, 2, 4 and 5 have no client any more that would open such a file as it is.
    private static func wayOut(ofHalfMigrated number: Int) -> String {
        let backup = "put a backup in its place"
        let clients: String
        switch number {
        case 3: clients = "Pyrogram or Hydrogram, which still open it"
        case PyrotgforkSchema.version: clients = "pyrotgfork, which still opens it"
        default: return backup
        }
        return "export a session string with \(clients) (await app.export_session_string()), and import that, or "
            + backup
    }
}
