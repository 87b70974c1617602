/// A place that keeps one session: the narrow waist between ``Session`` above and an engine, or a wrapper, below.
///
/// An engine stores records **unchanged and unread**. It compares ids, usernames and phone numbers exactly, byte for
/// byte, since what it is given may be text or the tokens of a wrapping layer. Policy (canonical forms, how long a
/// username lives, merging, one owner for a username) is ``Session``'s, once, and never an engine's.
///
/// Calls may come from any task and may overlap; an engine puts them in an order. A call before ``open()`` or after
/// ``close()`` throws ``VaultError/notOpen``. Run `StorageConformance` of the `SessionVaultTesting` product against an
/// engine of your own; it checks every sentence here.
public protocol Storage: Sendable {
    /// Makes the storage ready, creating it where there is none yet, and locks it for this owner where it can.
    ///
    /// - Returns: What the owner should know and nothing had to be refused for.
    /// - Throws: ``VaultError/alreadyOpen`` where it is open; ``VaultError/locked(pid:)`` where another owner has it.
    ///   After an error the storage is closed and as it was.
    @discardableResult
    func open() async throws -> [StorageNotice]

    /// Makes everything durable and lets the storage go. A storage that is not open stays as it is.
    func close() async throws

    /// Removes the storage and all it holds; it is closed afterwards. One that does not exist is no error.
    func delete() async throws

    /// The session's own record, or nil while it has no auth key.
    func session() async throws -> SessionRecord?

    /// Puts `new` in the place of the session's record if that is still `expected`, atomically and durably.
    ///
    /// When it returns true, the record and every ``apply(_:)`` completed before it survive a loss of power.
    ///
    /// - Returns: False, with nothing changed, where the record is another.
    func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) async throws -> Bool

    /// The peer that matches, or nil. Of several, the one with the latest date.
    func peer(_ lookup: PeerLookup) async throws -> PeerRecord?

    /// ``peer(_:)`` for each look-up, in their order.
    ///
    /// There is a default, one call each; an engine behind a network has its own.
    func peers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?]

    /// At most `limit` peers with an id above `id`, or from the first on where it is nil, ascending by the id that the
    /// engine was given.
    ///
    /// An ``EncryptedStorage`` gives its engine tokens for ids, so its own order is another, as stable.
    func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord]

    /// Every update state, in no particular order.
    func updateStates() async throws -> [UpdateStateRecord]

    /// Makes the changes in their order, all of them or none.
    ///
    /// They survive a crash of the process at once, and a loss of power from the next ``close()`` or
    /// ``replaceSession(_:with:)`` on.
    func apply(_ changes: [StorageChange]) async throws

    /// Rewrites what the storage is kept in, so that nothing removed is left behind, and then searches it for what
    /// must not be there.
    ///
    /// - Returns: What was found, or nil where the engine cannot tell, which is the default.
    /// - Throws: ``VaultError/needsExclusive``, with nothing changed, where other processes may have it open.
    func scrub(_ remnants: RemnantPatterns) async throws -> RemnantReport?

    /// Empties a journal of the engine's own, which may hold a record as it was before it was replaced. An
    /// ``EncryptedStorage`` asks for it when a key slot was taken away or changed.
    ///
    /// There is a default, for engines that have none: nothing.
    func truncateJournal() async throws

    /// Whether other owners can have what it keeps open at the same time, so that what takes more than one write, such
    /// as a re-key, is not to be begun (``VaultError/needsExclusive``). False by default; a wrapper hands on what the
    /// engine below says.
    var isShared: Bool { get }
}

extension Storage {
    /// One ``peer(_:)`` after the other.
    public func peers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?] {
        var found: [PeerRecord?] = []
        found.reserveCapacity(lookups.count)
        for lookup in lookups { found.append(try await peer(lookup)) }
        return found
    }

    /// Nil: this engine cannot tell.
    public func scrub(_ remnants: RemnantPatterns) async throws -> RemnantReport? { nil }

    /// Nothing: there is no journal.
    public func truncateJournal() async throws {}

    /// False: there is one owner.
    public var isShared: Bool { false }

    /// Makes sure that no other owner can have open what this engine keeps, for what takes more than one write.
    ///
    /// - Throws: ``VaultError/needsExclusive``.
    func requireSoleOwner() throws(VaultError) {
        if isShared { throw .needsExclusive }
    }
}
