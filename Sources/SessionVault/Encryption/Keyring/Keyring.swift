internal import Synchronization
internal import VaultSodium

/// Root keys that open any number of vaults: unlocked once, with one derivation.
public final class Keyring: Sendable {
    /// A key that vaults have slots for.
    struct Root: Sendable {
        enum State: UInt8 {
            case active = 1
            case retiring = 2
        }

        let id: RootID
        var state: State
        let key: SlotKey
    }

    private enum State {
        case locked
        case unlocked([Root])
    }

    private let state: Mutex<State>
    /// Where the latest envelope of each vault is written down; nil without a ledger.
    var ledger: Ledger? { nil }

    /// Whether its roots were wiped.
    var isLocked: Bool { state.withLock { if case .locked = $0 { true } else { false } } }

    /// It was used, and so is not idle.
    func noteUse() {}

    private let holders = Mutex<[WeakHolder]>([])

    init(roots: [Root]) { state = Mutex(.unlocked(roots)) }

    /// The roots; the active one first.
    ///
    /// - Throws: ``VaultError/keyringLocked``.
    func roots() throws(VaultError) -> [Root] {
        let roots: [Root]? = state.withLock { if case .unlocked(let roots) = $0 { roots } else { nil } }
        guard let roots else { throw .keyringLocked }
        return roots
    }

    /// The root that new slots are made for.
    ///
    /// - Throws: ``VaultError/keyringLocked``.
    var activeRoot: Root {
        get throws {
            guard let root = try roots().first(where: { $0.state == .active }) else {
                throw VaultError.tampered(.envelope)
            }
            return root
        }
    }

    /// Takes the keys of `holder` too when the keyring is locked.
    func register(_ holder: any KeyHolder) {
        holders.withLock { holders in
            holders.removeAll { $0.holder == nil || $0.holder === holder }
            holders.append(WeakHolder(holder: holder))
        }
    }

    /// Wipes the roots and the keys of every storage that was opened through them, when the last call that uses them
    /// returns. Those storages' calls, and new openings, then throw ``VaultError/keyringLocked``.
    public func lock() {
        state.withLock { $0 = .locked }
        for holder in holders.withLock({ $0 }) { holder.holder?.dropKeys() }
    }

    private struct WeakHolder: Sendable {
        weak let holder: (any KeyHolder)?
    }
}

/// What has keys that came out of a keyring.
protocol KeyHolder: AnyObject, Sendable {
    /// Lets go of every key that the keyring opened.
    func dropKeys()
}
