internal import Synchronization

/// Seals what any engine stores, so that whoever reads the engine's file, table or backup has nothing.
///
/// It is a ``Storage`` over another. The session's record goes into an envelope in the place of the auth key, each peer
/// and update state into a sealed row, and what rows are looked up by becomes keyed tokens. Make one with
/// ``Storage/encrypted(with:coverage:derivation:limits:requireEncrypted:)``.
///
/// A storage that holds nothing yet becomes a vault when its first session is written. One that holds a plain auth key
/// is refused (``VaultError/notEncrypted``) until ``encrypt()`` sealed it: a key that lies there in the clear may mean
/// that somebody removed the encryption.
///
/// Keys live in guarded memory while it is open; after ``close()`` they are wiped when the last call that uses them
/// returns. The passphrase stays in guarded memory for as long as the storage is referred to, since it can be opened
/// again.
public final class EncryptedStorage: Storage {
    /// What of a session is sealed.
    public enum Coverage: Sendable, Hashable {
        /// Auth key, DC, account, dates, peers, usernames, phone numbers, update states.
        case everything
        /// The auth key. The columns beside it stay readable for other tools, as mirrors of the sealed record: a
        /// difference is an error. Peers and update states stay as they are.
        case authKey
    }

    /// What is open: no session yet, one left plain by the caller's wish, or a vault.
    enum Content: Sendable {
        case empty
        case plain
        case sealed(UnlockedVault)
    }

    private enum State {
        case closed
        case open(Content)
    }

    let base: any Storage
    let sealedPeers: SealedPeers
    let passphrase: Passphrase
    let coverage: Coverage
    let derivation: KeyDerivation
    let limits: KeyDerivation.Limits
    let requiresEncryption: Bool
    private let state = Mutex(State.closed)
    private let unseen = UnseenNotices()
    private let owner = ForkMark()
    /// Opening, closing and migrating take turns, each from its first call of the engine to its last.
    private let turns = FIFOSemaphore(permits: 1)

    init(
        _ base: any Storage, passphrase: Passphrase, coverage: Coverage, derivation: KeyDerivation,
        limits: KeyDerivation.Limits, requireEncrypted: Bool
    ) {
        self.base = base
        sealedPeers = SealedPeers(base)
        self.passphrase = passphrase
        self.coverage = coverage
        self.derivation = derivation
        self.limits = limits
        requiresEncryption = requireEncrypted
    }

    /// Opens the engine, derives the key and opens the envelope; takes up a migration that was interrupted.
    ///
    /// The derivation runs on a thread of its own; a cancelled task does not wait for it.
    ///
    /// - Returns: The engine's notices, those of a migration before included, and what the vault has to say.
    /// - Throws: ``VaultError/incorrectPassphrase`` and the other errors of an envelope, ``VaultError/notEncrypted``,
    ///   ``VaultError/needsExclusive`` where a migration was interrupted and the engine is shared, `CancellationError`, what the engine throws. After an error the engine is closed again.
    @discardableResult
    public func open() async throws -> [StorageNotice] {
        try await inTurn {
            guard case .closed = current else { throw VaultError.alreadyOpen }
            unseen.add(try await base.open(checkingWherePossible: openingCheck))
            do {
                let (content, more) = try await unlock()
                unseen.add(more)
                try Task.checkCancellation()
                keep(.open(content))
                // Last, when the keys are where they will be.
                return unseen.take() + memoryNotices()
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
        try await letGo { try await $0.close() }
    }

    /// Lets go of the keys and removes the engine's data.
    ///
    /// - Throws: What the engine throws; the keys are gone then too, and the call can be made again.
    public func delete() async throws {
        try await letGo { try await $0.delete() }
    }

    private func letGo(_ body: @escaping @Sendable (any Storage) async throws -> Void) async throws {
        try owner.check()
        let leaving = Task {
            try await inTurn {
                keep(.closed)
                try await body(base)
            }
        }
        try await leaving.value
    }

    /// Rewrites and searches the engine.
    ///
    /// - Throws: ``VaultError/notOpen``, and what the engine throws.
    public func scrub(_ remnants: RemnantPatterns) async throws -> RemnantReport? {
        _ = try content()
        return try await base.scrub(remnants)
    }

    /// What is open.
    ///
    /// - Throws: ``VaultError/notOpen``, ``VaultError/inheritedByFork``.
    func content() throws(VaultError) -> Content {
        try owner.check()
        let content: Content? = state.withLock { if case .open(let content) = $0 { content } else { nil } }
        guard let content else { throw .notOpen }
        return content
    }

    /// The first session of an empty storage makes it a vault, which takes one call at a time.
    func whileEmpty(_ body: () async throws -> UnlockedVault?) async throws -> Bool {
        try await inTurn {
            guard case .empty = try content(), let vault = try await body() else { return false }
            keep(.open(.sealed(vault)))
            return true
        }
    }

    /// A vault of the storage's own kind, with nothing written yet.
    func makeVault(_ flags: Envelope.Flags) async throws -> (vault: UnlockedVault, envelope: Envelope) {
        // What is written has to be what this storage opens again.
        try limits.check([derivation])
        return try await UnlockedVault.create(passphrase: passphrase, cost: derivation, flags: flags)
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
            let base = base
            try await Task { try await base.close() }.value
            return result
        }
    }

    /// Closes the engine after an error, which stays the one that is thrown; in a cancelled task too.
    private func closeBase() async {
        let base = base
        await Task { try? await base.close() }.value
    }

    /// Runs `body` when it is its turn. From then on until it leaves the storage closed, a forked child is turned away.
    private func inTurn<Result>(_ body: () async throws -> Result) async throws -> Result {
        try owner.check()
        return try await turns.withPermit {
            owner.set()
            defer { if case .closed = current { owner.clear() } }
            return try await body()
        }
    }

    private var current: State { state.withLock { $0 } }

    private func keep(_ new: State) { state.withLock { $0 = new } }
}
