internal import VaultLock

/// Root keys that open any number of vaults: unlocked once, with one derivation.
///
/// They are kept sealed in a file of their own, which has key slots as a vault has. Every change of the file is one
/// atomic and durable write, made on what is there at that moment: processes that change it at once lose nothing of each
/// other.
///
/// Keys live in guarded memory until ``lock()``, or until the last reference goes. A keyring that was locked stays so:
/// unlock the file anew.
public final class Keyring: Sendable {
    /// A key that vaults have slots for.
    struct Root: Sendable {
        let id: RootID
        var state: KeyringRoot.State
        let key: SlotKey
    }

    /// What slots that are made cost.
    struct Policy: Sendable {
        var derivation: KeyDerivation
        var limits: KeyDerivation.Limits
        var origin: OriginPolicy
    }

    private enum State {
        case locked
        case unlocked(KeyringKeys)
    }

    /// The id of the keyring's own envelope. It is no secret, and can be pinned.
    public let id: VaultID
    /// Where the latest envelope of each vault is written down; nil without a ledger.
    public let ledger: Ledger?

    let file: LockedFile
    let policy: Policy
    private let state: Lock<State>
    private let holders = Lock(KeyHolders())
    private let owner = ForkMark()
    let uses = Uses()
    let idleTimer = Lock<Task<Void, Never>?>(nil)

    init(_ keys: KeyringKeys, id: VaultID, file: LockedFile, policy: Policy, ledger: Ledger? = nil) {
        self.id = id
        self.file = file
        self.policy = policy
        self.ledger = ledger
        state = Lock(.unlocked(keys))
        owner.set()
    }

    deinit { idleTimer.withLock { $0 }?.cancel() }

    /// Whether its keys were wiped, by ``lock()`` or by the idle time-out.
    public var isLocked: Bool { state.withLock { if case .locked = $0 { true } else { false } } }

    /// The keys that it has in memory.
    ///
    /// - Throws: ``VaultError/keyringLocked``, ``VaultError/inheritedByFork``.
    func keys() throws(VaultError) -> KeyringKeys {
        try owner.check()
        let keys: KeyringKeys? = state.withLock { if case .unlocked(let keys) = $0 { keys } else { nil } }
        guard let keys else { throw .keyringLocked }
        noteUse()
        return keys
    }

    /// Keeps what the file was found to hold, unless the keyring was locked meanwhile, or a later state was seen.
    func note(_ contents: KeyringKeys.Contents) {
        state.withLock { state in
            guard case .unlocked(var keys) = state else { return }
            keys.note(contents)
            state = .unlocked(keys)
        }
    }

    /// Writes the file anew under another data key, and has that from here on: nobody sees the one without the other.
    ///
    /// - Throws: ``VaultError/keyringLocked`` with nothing written, and what `write` throws.
    func replaceKeys(with dataKey: DataKey, _ contents: KeyringKeys.Contents, _ write: () throws -> Void) throws {
        try state.withLock { state in
            guard case .unlocked(let old) = state else { throw VaultError.keyringLocked }
            try write()
            state = .unlocked(KeyringKeys(contents, dataKey: dataKey, openedBy: old.slot, kind: old.kind))
        }
    }

    /// The roots with their keys as they were last seen, the active one first.
    ///
    /// - Throws: As ``keys()``.
    func rootKeys() throws(VaultError) -> [Root] { try keys().roots }

    /// Takes the keys of `holder` too when the keyring is locked.
    func register(_ holder: any KeyHolder) {
        holders.withLock { $0.insert(holder) }
    }

    /// Wipes the roots, the file's data key, and the keys of every storage that was opened through them, each when the
    /// last call that uses it returns. The keyring's calls, those storages' and those of the sessions on them then throw
    /// ``VaultError/keyringLocked``, and so does opening another storage.
    ///
    /// It can be called at any time and more than once.
    public func lock() {
        state.withLock { $0 = .locked }
        ledger?.lock()
        for holder in holders.withLock({ $0.all }) { holder.dropKeys() }
        idleTimer.withLock { $0 }?.cancel()
    }
}

extension Keyring: CustomStringConvertible, CustomReflectable {
    /// Its id, and whether it is locked.
    public var description: String { "keyring \(id)" + (isLocked ? ", locked" : "") }

    /// Shows nothing: the default would walk into the keys.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
