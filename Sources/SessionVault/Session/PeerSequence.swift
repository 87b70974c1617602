extension Session {
    /// All peers, in an order that is the storage's own and stays the same while nothing is written or re-keyed.
    ///
    /// They are read in pages while you iterate, so any number takes little memory. A peer that is written meanwhile
    /// may come as it was or as it is.
    public var peers: PeerSequence { PeerSequence(session: self) }

    /// The peers of a session; see ``Session/peers``.
    public struct PeerSequence: AsyncSequence, Sendable {
        /// What the sequence gives.
        public typealias Element = Peer

        let session: Session

        /// Begins with the first peer.
        public func makeAsyncIterator() -> Iterator { Iterator(session: session) }

        /// Reads one page after the other.
        public struct Iterator: AsyncIteratorProtocol {
            let session: Session
            private var page: ArraySlice<PeerRecord> = []
            private var cursor = PageCursor()
            /// What the storage's order hung on when the listing began.
            private var epoch: UInt32?
            private var isAtEnd = false

            init(session: Session) { self.session = session }

            /// The next peer, or nil after the last.
            ///
            /// - Throws: ``VaultError/changedMeanwhile`` where a re-key gave the storage another order since the
            ///   listing began: begin again; ``VaultError/notOpen``, ``VaultError/endlessPages``, and what the storage
            ///   throws.
            public mutating func next() async throws -> Peer? {
                if page.isEmpty, !isAtEnd {
                    try session.requireOpen()
                    try await readPage()
                    isAtEnd = try !cursor.move(past: page)
                }
                return page.popFirst().map(Peer.init)
            }

            private mutating func readPage() async throws {
                while true {
                    let before = order
                    page = try await session.storage.peers(after: cursor.last, limit: Session.pageSize)[...]
                    if order == before {
                        guard cursor.last == nil || before == epoch else { throw VaultError.changedMeanwhile }
                        epoch = before
                        return
                    }
                    guard cursor.last == nil else { throw VaultError.changedMeanwhile }
                }
            }

            private var order: UInt32? { session.storage.orderingEpoch }
        }
    }
}
