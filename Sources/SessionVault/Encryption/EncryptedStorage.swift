internal import Synchronization
internal import VaultSodium

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
        case closed, busy
        case open(Content)
    }

    let base: any Storage
    let sealedPeers: SealedPeers
    let passphrase: Passphrase
    let coverage: Coverage
    let derivation: KeyDerivation
    let limits: KeyDerivation.Limits
    private let requiresEncryption: Bool
    private let state = Mutex(State.closed)

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
    /// - Returns: The engine's notices, and what the vault has to say.
    /// - Throws: ``VaultError/incorrectPassphrase`` and the other errors of an envelope, ``VaultError/notEncrypted``,
    ///   `CancellationError`, what the engine throws. After an error the engine is closed again.
    @discardableResult
    public func open() async throws -> [StorageNotice] {
        try begin()
        do {
            let notices = try await withBaseOpen(keepingOpen: true) { notices in
                let (content, more) = try await unlock()
                finish(.open(content))
                return notices + more
            }
            return notices
        } catch {
            finish(.closed)
            throw error
        }
    }

    /// Lets go of the keys and closes the engine.
    ///
    /// - Throws: What the engine throws; the keys are gone then too.
    public func close() async throws {
        finish(.closed)
        try await base.close()
    }

    /// Lets go of the keys and removes the engine's data.
    ///
    /// - Throws: What the engine throws; the keys are gone then too.
    public func delete() async throws {
        finish(.closed)
        try await base.delete()
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
    /// - Throws: ``VaultError/notOpen``.
    func content() throws(VaultError) -> Content {
        let content: Content? = state.withLock { if case .open(let content) = $0 { content } else { nil } }
        guard let content else { throw .notOpen }
        return content
    }

    /// The first session of an empty storage made it a vault.
    func becomeSealed(_ vault: UnlockedVault) {
        state.withLock { if case .open = $0 { $0 = .open(.sealed(vault)) } }
    }

    /// Claims a closed storage for a call that opens it.
    func begin() throws(VaultError) {
        let begins = state.withLock { state in
            guard case .closed = state else { return false }
            state = .busy
            return true
        }
        guard begins else { throw .alreadyOpen }
    }

    /// Ends such a call, and leaves the storage closed.
    func end() { finish(.closed) }

    private func finish(_ new: State) { state.withLock { $0 = new } }

    /// Opens the engine for `body`, and closes it where `body` throws, and otherwise too unless it is to stay open.
    func withBaseOpen<Result>(
        keepingOpen: Bool, _ body: ([StorageNotice]) async throws -> Result
    ) async throws -> Result {
        let notices = try await base.open()
        do {
            let result = try await body(notices)
            if !keepingOpen { try await base.close() }
            return result
        } catch {
            try? await base.close()
            throw error
        }
    }

    private func unlock() async throws -> (Content, [StorageNotice]) {
        guard let stored = try await base.session() else { return (.empty, []) }
        guard case .envelope(let bytes) = stored.authKey else {
            if requiresEncryption { throw VaultError.notEncrypted }
            return (.plain, [.notEncrypted])
        }
        let (vault, envelope) = try await unlock(bytes)
        var notices = memoryNotices()
        if envelope.slots.count == 1 { notices.append(.singleSlot) }
        if try vault.open(stored).record.retiringKey != nil { throw VaultError.invalidEnvelope(.rekeying) }
        if envelope.flags.contains(.transition) {
            notices.append(.migrationResumed(try await SealingMigration(base: base, vault: vault).run()))
        }
        return (.sealed(vault), notices)
    }

    /// The vault of an envelope in the engine.
    func unlock(_ bytes: [UInt8]) async throws -> (UnlockedVault, Envelope) {
        let envelope = try Envelope(bytes)
        // An export is to be imported: in an engine it would be a vault that others hold keys to.
        guard !envelope.flags.contains(.export) else { throw VaultError.invalidEnvelope(.kind) }
        let dataKey = try await envelope.unlock(with: passphrase, limits: limits)
        return (try VaultError.mapping { try UnlockedVault(envelope, dataKey: dataKey) }, envelope)
    }

    private func memoryNotices() -> [StorageNotice] {
        let protection = MemoryProtection.current()
        return (protection.isLocked ? [] : [.memoryNotLocked])
            + (protection.isWipedOnFork ? [] : [.memoryNotWipedOnFork])
    }
}
