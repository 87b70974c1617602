internal import VaultLock
internal import VaultSodium

/// A client's session: its auth key and DC, its account, the peers it has met and how far it has read its updates.
///
/// The session's own values are read once, by ``open()``, and kept: reading them afterwards suspends nobody. Everything
/// else is read from the storage. What the values mean (canonical usernames, one owner for each, what an update keeps)
/// is decided here, once, whatever the storage.
///
/// Calls may come from any task. Those that write take their turns in the order in which they came, and a turn lasts
/// from what is read first to what is written last. Look-ups wait for nobody but a write that is being made; a task that
/// makes one after the other yields each 64 of them, so that others have their turn.
///
/// Close a session that was opened, or use ``withOpen(_:)``. One that is let go without it leaves its storage to close
/// itself when nothing refers to it any more: keys are wiped then, and what was not durable by then may be lost.
public final class Session: Sendable {
    private enum State {
        case closed
        case open(KeptValues)
        /// Open, and without its values: the keyring of its storage was locked.
        case locked
        case closing
    }

    let storage: any Storage
    let sources: StorageSources
    let now: @Sendable () -> Int64
    let turns = FIFOSemaphore(permits: 1)
    let pace = Pace()
    private let state = Lock(State.closed)
    private let owner = ForkMark()
    private let unseen = UnseenNotices()

    /// A session kept in `storage`, which it then owns. Nothing is opened yet.
    public convenience init(_ storage: any Storage) {
        self.init(storage, clock: { WallClock.seconds() })
    }

    /// As ``init(_:)``, with a clock of one's own: seconds since 1970.
    package init(_ storage: any Storage, clock: @escaping @Sendable () -> Int64) {
        self.storage = storage
        sources = StorageSources(storage)
        now = clock
    }

    /// Opens the storage and reads the session's own values.
    ///
    /// - Returns: What the owner should know and nothing had to be refused for, now or at a call that failed.
    /// - Throws: ``VaultError/alreadyOpen``; ``VaultError/encrypted`` where the auth key is inside an envelope and no
    ///   ``EncryptedStorage`` is in between; ``VaultError/invalidValue(column:)``; and what the storage throws. After
    ///   any error but the first, and after a cancellation, the session is closed. A file that is refused is as it was
    ///   (<doc:Guarantees>).
    @discardableResult
    public func open() async throws -> [StorageNotice] {
        try await inTurn {
            guard isClosed else { throw VaultError.alreadyOpen }
            owner.set()
            do {
                try await openRecord(try await openStorage())
            } catch {
                owner.clear()
                throw error
            }
            return unseen.take()
        }
    }

    /// Opens the storage, and gives the record where that has read it and nobody else can have changed it since.
    private func openStorage() async throws -> SessionRecord? {
        guard let sealed = storage as? EncryptedStorage else {
            unseen.add(try await storage.open(checkingWherePossible: { try $0.session()?.requireReadable() }))
            return nil
        }
        let (notices, record) = try await sealed.openReadingSession()
        unseen.add(notices)
        return sealed.isShared ? nil : record
    }

    /// Keeps what the storage that was just opened holds, read unless it was by then, or closes it again.
    private func openRecord(_ opened: SessionRecord?) async throws {
        do {
            try opened?.requireReadable()
            let record = if let opened { opened } else { try await readRecord() }
            try Task.checkCancellation()
            keep(.open(KeptValues(record)))
            (storage as? EncryptedStorage)?.onLock { [weak self] in self?.dropValues() }
            // It may have been locked before anybody told this session.
            if record != nil { _ = try (storage as? EncryptedStorage)?.content() }
        } catch {
            keep(.closed)
            try? await storage.closeInAnyCase()
            throw error
        }
    }

    /// Waits for the writes that were begun, makes everything durable and lets the storage go.
    ///
    /// It also does so in a cancelled task. A session that is not open stays as it is. After an error it still counts
    /// as open, so that the call can be made again.
    public func close() async throws {
        try owner.check()
        try await turns.withPermit(isCancellable: false) {
            let before = current
            switch before {
            case .open, .locked: keep(.closing)
            case .closed, .closing: return
            }
            do {
                try await storage.closeInAnyCase()
            } catch {
                // Unless its keyring was locked meanwhile.
                state.withLock { if case .closing = $0 { $0 = before } }
                throw error
            }
            keep(.closed)
        }
    }

    /// Removes the storage and all it holds, whether the session is open or not; it is closed afterwards.
    ///
    /// It takes its turn after the writes that were begun. In a cancelled task nothing is removed. The account stays
    /// logged in: to end that, log out at the server first.
    ///
    /// - Throws: `CancellationError`, and what the storage throws; the call can then be made again.
    public func delete() async throws {
        try await inTurn {
            try await storage.delete()
            keep(.closed)
        }
    }

    /// Closes, and once more where that fails: what could not be closed is not to stand in the way of the next opening.
    private func closeForGood() async throws {
        do {
            try await close()
        } catch {
            try? await close()
            throw error
        }
    }

    /// Opens the session, runs `body` and closes the session, also where `body` throws or the task is cancelled.
    ///
    /// The notices of ``open()`` are dropped: call it yourself to see them.
    ///
    /// - Throws: What ``open()`` throws, before `body` is run; what `body` throws; then what ``close()`` throws.
    @discardableResult
    public func withOpen<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await open()
        let result: Result
        do {
            result = try await body()
        } catch {
            try? await closeForGood()
            throw error
        }
        try await closeForGood()
        return result
    }
}

extension Session: CustomStringConvertible, CustomReflectable {
    /// The auth key's id, where there is one.
    public var description: String { (try? authKey).map { "session, \($0)" } ?? "session" }

    /// Shows nothing: the default would walk into the storage.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Session {
    private var current: State { state.withLock { $0 } }

    private var isClosed: Bool {
        if case .closed = current { true } else { false }
    }

    private func keep(_ new: State) {
        state.withLock { $0 = new }
        if case .closed = new { owner.clear() }
    }

    /// Runs `body` when the calls before it that take turns have ended.
    ///
    /// - Throws: ``VaultError/inheritedByFork``, `CancellationError`, and what `body` throws.
    func inTurn<Result>(_ body: () async throws -> Result) async throws -> Result {
        try owner.check()
        let result = try await turns.withPermit(body)
        if pace.isOver(after: Pace.write) { await Task.yield() }
        return result
    }

    /// The session's own values as they were last read or written.
    ///
    /// - Throws: ``VaultError/notOpen``, ``VaultError/keyringLocked``, ``VaultError/inheritedByFork``.
    var values: KeptValues {
        get throws {
            try owner.check()
            switch current {
            case .open(let values): return values
            case .locked: throw VaultError.keyringLocked
            case .closed, .closing: throw VaultError.notOpen
            }
        }
    }

    /// The record as it was last read or written; nil while there is none.
    ///
    /// - Throws: As ``values``.
    var record: SessionRecord? { get throws { try values.record } }

    /// Lets go of the auth key and the account; what a caller has of them is the caller's.
    private func dropValues() {
        state.withLock { state in
            switch state {
            case .open, .closing: state = .locked
            case .closed, .locked: break
            }
        }
    }

    /// Keeps what was read or written, unless the keyring was locked meanwhile.
    ///
    /// - Throws: ``VaultError/keyringLocked``.
    private func keepRecord(_ record: SessionRecord?) throws(VaultError) {
        let isKept = state.withLock { state in
            guard case .open = state else { return false }
            state = .open(KeptValues(record))
            return true
        }
        if !isKept { throw .keyringLocked }
    }

    /// - Throws: ``VaultError/notOpen``.
    func requireOpen() throws { _ = try values }

    private func readRecord() async throws -> SessionRecord? {
        let record = try await storage.session()
        try record?.requireReadable()
        return record
    }

    /// Puts what `change` makes of the record in its place, atomically and durably, unless nothing but the date
    /// differs.
    ///
    /// - Throws: ``VaultError/changedMeanwhile`` where another writer was faster; the record is then read again.
    func replaceRecord(_ change: (SessionRecord?) throws -> SessionRecord) async throws {
        try await inTurn {
            let old = try record
            var new = try change(old).withTrueAddress
            if let old {
                new.date = old.date
                // A storage that keeps no address gave none back: that is no difference.
                if new == (old.serverAddress.isEmpty ? old.withTrueAddress : old) { return }
            }
            new.date = now()
            // First: a crash in between then leaves a session without a cache, and never one with another's.
            if !new.canUsePeers(of: old) { try await removePeersAndUpdateStates(hasSession: old != nil) }
            let isWritten: Bool
            do {
                isWritten = try await storage.replaceSession(old, with: new)
            } catch {
                // It may have been written all the same, and only the ledger not: what is there counts.
                if let found = try? await readRecord() { try keepRecord(found) }
                throw error
            }
            try keepRecord(isWritten ? new : try await readRecord())
            if !isWritten { throw VaultError.changedMeanwhile }
        }
    }
}
