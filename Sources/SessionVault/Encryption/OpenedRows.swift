internal import VaultLock

/// Sealed rows that were opened, so that who asks for one again waits for no engine and no cipher.
///
/// They lie here in the plain form of a row, in ordinary memory, and are wiped when others take their place, when they
/// change, and when the keys that opened them go. It is for engines that nobody else writes to: what is changed past it is
/// not seen.
final class OpenedRows: Sendable {
    /// What is needed to keep a row: that nothing was changed since the engine was asked for it.
    struct Ticket {
        fileprivate let generation: UInt64
        fileprivate let losses: ConnectionLosses
    }

    fileprivate struct State {
        var kept = KeptRows()
        var generation: UInt64 = 0
        var writers = 0
        /// What the engine had lost when it was asked last.
        var losses: UInt64 = 0
    }

    private let state = Lock(State())

    deinit {
        // In a forked child, another thread of the parent may have it for ever; nobody else can here.
        state.withLockIfAvailable { $0.kept.end() }
    }

    /// The peer that a look-up finds, or nil and what to keep it with that the engine finds.
    func peer(_ lookup: PeerLookup, of losses: ConnectionLosses) -> (peer: PeerRecord?, ticket: Ticket?) {
        state.withLock { state in
            state.follow(losses)
            if let peer = state.kept.peer(lookup) { return (peer, nil) }
            return (nil, state.ticket(losses))
        }
    }

    /// As ``peer(_:of:)``, for several.
    func peers(_ lookups: [PeerLookup], of losses: ConnectionLosses) -> (peers: [PeerRecord?], ticket: Ticket?) {
        state.withLock { state in
            state.follow(losses)
            return (state.kept.peers(lookups), state.ticket(losses))
        }
    }

    /// Those claims of which it is not known that nobody else has the name, and what to note that with.
    func unproven(_ claims: [NameClaim], of losses: ConnectionLosses) -> (claims: [Int], ticket: Ticket?) {
        state.withLock { state in
            state.follow(losses)
            return (state.kept.unproven(claims), state.ticket(losses))
        }
    }

    /// The states with these ids, as far as they are kept, and what to keep the others with.
    func updateStates(
        _ ids: [Int64], of losses: ConnectionLosses
    ) -> (states: [UpdateStateRecord], missing: [Int64], ticket: Ticket?) {
        state.withLock { state in
            state.follow(losses)
            var (found, missing): ([UpdateStateRecord], [Int64]) = ([], [])
            for id in ids {
                if let kept = state.kept.updateState(id) { found.append(kept) } else { missing.append(id) }
            }
            return (found, missing, state.ticket(losses))
        }
    }

    /// Whether nothing was changed since the ticket was given.
    func isCurrent(_ ticket: Ticket) -> Bool { state.withLock { $0.isCurrent(ticket) } }

    /// Keeps a row that was opened, unless something was changed since its ticket was given.
    func keep(_ row: (bytes: [UInt8], plain: Range<Int>), of id: Int64, foundBy lookup: PeerLookup, _ ticket: Ticket) {
        keeping(ticket) { $0.keep(row, of: id, foundBy: lookup) }
    }

    /// Notes that nobody else has these names, unless something was changed since the ticket was given.
    ///
    /// - Parameter contested: The places of those that somebody else has.
    func noteOnlyOwners(_ claims: [NameClaim], but contested: Set<Int> = [], _ ticket: Ticket) {
        keeping(ticket) { kept in
            for index in claims.indices where contested.isEmpty || !contested.contains(index) {
                kept.noteOnlyOwner(claims[index])
            }
        }
    }

    /// Keeps states that were opened, unless something was changed since their ticket was given.
    func keep(_ states: [UpdateStateRecord], _ ticket: Ticket) {
        keeping(ticket) { kept in for state in states { kept.keep(state) } }
    }

    private func keeping(_ ticket: Ticket, _ body: (inout KeptRows) -> Void) {
        state.withLock { state in if state.isCurrent(ticket) { body(&state.kept) } }
    }

    /// Runs `body`, which makes the changes; what they may change is forgotten, and nothing is kept meanwhile. A state
    /// that they leave is kept when it is done, and a peer that was, unless somebody else was changing something too.
    func whileChanging(_ changes: [StorageChange], _ body: () async throws -> Void) async rethrows {
        let (start, wereKept) = state.withLock { state in
            state.writers += 1
            return (state.generation, changes.map { state.kept.forget($0) })
        }
        var isDone = false
        defer {
            state.withLock { state in
                state.writers -= 1
                if isDone, state.writers == 0, state.generation == start {
                    for (change, wasKept) in zip(changes, wereKept) { state.kept.noteDone(change, wasKept: wasKept) }
                }
                state.generation += 1
            }
        }
        try await body()
        isDone = true
    }
}

extension OpenedRows.State {
    fileprivate func ticket(_ losses: ConnectionLosses) -> OpenedRows.Ticket? {
        writers == 0 ? OpenedRows.Ticket(generation: generation, losses: losses) : nil
    }

    fileprivate mutating func isCurrent(_ ticket: OpenedRows.Ticket) -> Bool {
        follow(ticket.losses)
        return writers == 0 && generation == ticket.generation
    }

    /// Forgets everything where the engine has lost something since.
    fileprivate mutating func follow(_ losses: ConnectionLosses) {
        let count = losses.count
        guard count != self.losses else { return }
        kept.forgetAll()
        generation += 1
        self.losses = count
    }
}
