/// Where a listing is: after the last row of a page.
///
/// Ids need not ascend, since an ``EncryptedStorage`` gives an order of its own; but no page ends where another ended.
/// An engine that gives one twice would go on for ever.
struct PageCursor {
    /// What to ask for rows after; nil before the first page.
    private(set) var last: Int64?
    private var seen: Set<Int64>

    init(after id: Int64? = nil) {
        last = id
        seen = id.map { [$0] } ?? []
    }

    /// Goes on to the end of a page that was read; false where there are no more.
    ///
    /// - Throws: ``VaultError/endlessPages``.
    mutating func move(past page: some BidirectionalCollection<PeerRecord>) throws(VaultError) -> Bool {
        guard let id = page.last?.id else { return false }
        guard seen.insert(id).inserted else { throw .endlessPages }
        last = id
        return true
    }
}
