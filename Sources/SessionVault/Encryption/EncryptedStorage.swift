internal import VaultLock

/// Seals what any engine stores, so that whoever reads the engine's file, table or backup has nothing.
///
/// It is a ``Storage`` over another. The session's record goes into an envelope in the place of the auth key, each peer
/// and update state into a sealed row, and what rows are looked up by becomes keyed tokens. Make one with
/// ``Storage/encrypted(with:coverage:derivation:limits:requireEncrypted:)``.
///
/// A storage that holds nothing yet becomes a vault when its first session is written. One that holds a plain auth key
/// is refused (``VaultError/notEncrypted``) until ``encrypt(progress:)`` sealed it: a key that lies there in the clear may mean
/// that somebody removed the encryption.
///
/// Keys live in guarded memory while it is open; after ``close()`` they are wiped when the last call that uses them
/// returns, and after ``Keyring/lock()`` of the keyring that opened it too. The secret stays in guarded memory for as
/// long as the storage is referred to, since it can be opened again.
///
/// While it is open, the engine is its own: of a ``FileStorage`` that is not shared and of a ``MemoryStorage`` it keeps
/// peers that it has opened, and what is changed past it is not seen.
///
/// Its key slots and its re-key are in ``vault``.
public final class EncryptedStorage: Storage, UncancelledClosing {
    /// What of a session is sealed.
    public enum Coverage: Sendable, Hashable {
        /// Auth key, DC, account, dates, peers, usernames, phone numbers, update states.
        case everything
        /// The auth key. The columns beside it stay readable for other tools, as mirrors of the sealed record: a
        /// difference is an error. Peers and update states stay as they are.
        case authKey
    }

    /// What is open: no session yet, one left plain by the caller's wish, a vault, or one whose keys were taken away.
    enum Content: Sendable {
        case empty
        case plain
        case sealed(UnlockedVault)
        case locked
    }

    /// What the caller asked for.
    struct Policy: Sendable {
        var coverage: Coverage
        var derivation: KeyDerivation
        var limits: KeyDerivation.Limits
        var requiresEncryption: Bool
        var origin: OriginPolicy
    }

    private enum State {
        case closed
        case open(Content)
    }

    let base: any Storage
    let sealedRows: SealedRows
    let sources: StorageSources
    /// Whether rows that were opened are kept: not where others write to the engine, nor where they might.
    let keepsOpenedRows: Bool
    let policy: Policy
    /// The keyring that opens it, where one does.
    let keyring: Keyring?
    private let heldSecret: Lock<VaultSecret>
    private let state = Lock(State.closed)
    private let lockHandler = Lock<(@Sendable () -> Void)?>(nil)
    let unseen = UnseenNotices()
    private let owner = ForkMark()
    /// Opening, closing and migrating take turns, each from its first call of the engine to its last.
    private let turns = FIFOSemaphore(permits: 1)
    /// Writes take turns, each from the first look at the keys to its end: none is made with keys that a re-key
    /// replaces meanwhile.
    let writes = FIFOSemaphore(permits: 1)
    /// Held while a re-key moves rows; see ``peers(after:limit:)``.
    let rekeying = FIFOSemaphore(permits: 1)

    init(_ base: any Storage, secret: VaultSecret, policy: Policy) {
        self.base = base
        sealedRows = SealedRows(base)
        sources = StorageSources(base)
        keepsOpenedRows = base is any SealedRowSource && !base.isShared
        heldSecret = Lock(secret)
        self.policy = policy
        keyring = if case .keyring(let keyring) = secret { keyring } else { nil }
    }

    /// Opens the vault; another one after its passphrase was changed.
    var secret: VaultSecret {
        get { heldSecret.withLock { $0 } }
        set { heldSecret.withLock { $0 = newValue } }
    }

    /// Opens the engine, derives the key and opens the envelope; takes up a migration or a re-key that was interrupted.
    ///
    /// The derivation runs on a thread of its own; a cancelled task does not wait for it.
    ///
    /// - Returns: The engine's notices, those of a migration before included, and what the vault has to say.
    /// - Throws: ``VaultError/incorrectPassphrase`` and the other errors of an envelope, ``VaultError/notEncrypted``,
    ///   ``VaultError/unverifiedOrigin(_:)``, ``VaultError/otherVault(expected:found:)``,
    ///   ``VaultError/rolledBack(known:found:)``, ``VaultError/keyringLocked``, ``VaultError/needsExclusive`` where a
    ///   migration was interrupted and the engine is shared, `CancellationError`, what the engine throws. After an error
    ///   the engine is closed again.
    @discardableResult
    public func open() async throws -> [StorageNotice] { try await openReadingSession().notices }

    /// Opens as ``open()``, and gives the session that was found on the way.
    func openReadingSession() async throws -> (notices: [StorageNotice], session: SessionRecord?) {
        try await inTurn {
            guard case .closed = current else { throw VaultError.alreadyOpen }
            // Before there is a key: what is locked meanwhile takes it.
            keyring?.register(self)
            unseen.add(try await base.open(checkingWherePossible: openingCheck))
            do {
                let found = try await unlock()
                unseen.add(found.notices)
                try Task.checkCancellation()
                keep(.open(found.content))
                if keyring?.isLocked == true {
                    keep(.closed)
                    throw VaultError.keyringLocked
                }
                // Last, when the keys are where they will be.
                return (unseen.take() + StorageNotice.ofMemory(), found.session)
            } catch {
                await closeBase()
                throw error
            }
        }
    }

    /// Lets go of the keys and closes the engine. Calls in flight keep the keys until they return.
    ///
    /// It waits for an opening or a migration that has begun, and closes in a cancelled task too.
    ///
    /// - Throws: What the engine throws; the keys are gone then too, and the call can be made again.
    public func close() async throws {
        try await letGo { try await $0.closeInAnyCase() }
    }

    /// Lets go of the keys and removes the engine's data.
    ///
    /// - Throws: What the engine throws; the keys are gone then too, and the call can be made again.
    public func delete() async throws {
        try owner.check()
        let leaving = Task {
            try await letGo { try await $0.delete() }
        }
        try await leaving.value
    }

    /// Lets go of the keys at once, and of the engine when the write that has begun is through: it is not to come to an
    /// engine that is open again by then.
    private func letGo(_ body: (any Storage) async throws -> Void) async throws {
        try await inTurn(isCancellable: false) {
            keep(.closed)
            try await writes.withPermit(isCancellable: false) { try await body(base) }
        }
    }

    /// What is open.
    ///
    /// - Throws: ``VaultError/notOpen``, ``VaultError/inheritedByFork``, ``VaultError/keyringLocked``.
    func content() throws(VaultError) -> Content {
        try owner.check()
        let content: Content? = state.withLock { if case .open(let content) = $0 { content } else { nil } }
        guard let content else { throw .notOpen }
        if case .locked = content { throw .keyringLocked }
        keyring?.noteUse()
        return content
    }

    /// The vault that is open.
    ///
    /// - Throws: As ``content()``; ``VaultError/noSession`` where there is none yet; ``VaultError/notEncrypted``.
    func openVault() throws(VaultError) -> UnlockedVault {
        switch try content() {
        case .sealed(let vault): return vault
        case .empty: throw .noSession
        case .plain: throw .notEncrypted
        case .locked: throw .keyringLocked
        }
    }

    /// Puts the vault with its new keys in the place of the one that was open, unless those were taken away meanwhile.
    ///
    /// - Throws: ``VaultError/keyringLocked``, ``VaultError/notOpen``.
    func replace(_ old: UnlockedVault, with new: UnlockedVault) throws(VaultError) {
        let isReplaced = state.withLock { state in
            guard case .open(.sealed(let current)) = state, current === old else { return false }
            state = .open(.sealed(new))
            return true
        }
        if !isReplaced {
            _ = try content()
            throw .notOpen
        }
    }

    /// The first session of an empty storage makes it a vault, which takes one call at a time.
    func whileEmpty(_ body: () async throws -> UnlockedVault?) async throws -> Bool {
        try await inTurn {
            guard case .empty = try content(), let vault = try await body() else { return false }
            let isKept = state.withLock { state in
                guard case .open(.empty) = state else { return false }
                state = .open(.sealed(vault))
                return true
            }
            guard isKept else { throw VaultError.keyringLocked }
            return true
        }
    }

    /// Runs `body` on an open vault, which stays open until it returns.
    func whileOpen<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await inTurn {
            _ = try openVault()
            return try await body()
        }
    }

    /// Runs a call that needs the storage closed and leaves it closed, with the engine open for it alone.
    func whileClosed<Result>(
        checking check: @escaping OpeningCheck, _ body: () async throws -> Result
    ) async throws -> Result {
        try await inTurn {
            guard case .closed = current else { throw VaultError.alreadyOpen }
            unseen.add(try await base.open(checkingWherePossible: check))
            let result: Result
            do {
                result = try await body()
            } catch {
                await closeBase()
                throw error
            }
            try await base.closeInAnyCase()
            return result
        }
    }

    /// Closes the engine after an error, which stays the one that is thrown; in a cancelled task too.
    private func closeBase() async { try? await base.closeInAnyCase() }

    /// Runs `body` when it is its turn. From then on until it leaves the storage closed, a forked child is turned away.
    ///
    /// - Parameter isCancellable: Whether a cancelled task gives up before its turn.
    private func inTurn<Result>(
        isCancellable: Bool = true, _ body: () async throws -> Result
    ) async throws -> Result {
        try owner.check()
        return try await usingKeys {
            try await turns.withPermit(isCancellable: isCancellable) {
                owner.set()
                defer { if case .closed = current { owner.clear() } }
                return try await body()
            }
        }
    }

    /// Runs what can take long: the keyring is not idle until it ends. A look-up marks a use and no more; see
    /// ``content()``.
    func usingKeys<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        guard let keyring else { return try await body() }
        return try await keyring.whileUsed(body)
    }

    /// Calls `handler` when the keys are taken away while it is open.
    func onLock(_ handler: @escaping @Sendable () -> Void) { lockHandler.withLock { $0 = handler } }

    /// The id of the vault that is open. To ask for it is no use of a keyring.
    var vaultID: VaultID? {
        if case .open(.sealed(let vault)) = current { VaultID(vault.vaultID) } else { nil }
    }

    private var current: State { state.withLock { $0 } }

    private func keep(_ new: State) { state.withLock { $0 = new } }
}

extension EncryptedStorage: KeyHolder {
    func dropKeys() {
        state.withLock { if case .open = $0 { $0 = .open(.locked) } }
        // Also while it is being closed, which can fail.
        lockHandler.withLock { $0 }?()
    }
}

extension EncryptedStorage: CustomStringConvertible, CustomReflectable {
    /// The vault's id, while it is open, and nothing of the engine below, whose description is its own affair.
    public var description: String { "encrypted storage" + (vaultID.map { ", vault \($0)" } ?? "") }

    /// Shows nothing: the default would walk into the secret and the keys.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
