/// What an export that was imported said besides the session.
public struct ImportedExport: Sendable, Hashable {
    /// The export's own id. It is no secret, and can be pinned by ``OriginPolicy/pinned(_:)``.
    public let id: VaultID
    /// Who made it, as far as that can be told.
    public let origin: VaultOrigin
    /// When it is to be no longer used, in seconds since 1970; nil where it does not say.
    public let expires: Int64?
    /// What its maker had to say. It was sealed with the session, and is text like any other from here on.
    public let note: String?
    /// How many peers came with it.
    public let peers: Int

    init(_ export: OpenedExport, peers: Int = 0) {
        id = export.id
        origin = export.origin
        expires = export.record.expiry
        note = export.record.note
        self.peers = peers
    }
}
