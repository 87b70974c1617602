internal import Synchronization
internal import VaultLock
internal import VaultSQLite
internal import VaultSodium

/// An anchor against rollback: which state of each vault is the latest.
///
/// A vault that is put back as a whole, from a backup say, is a valid vault, with every slot that was removed since. The
/// ledger remembers each vault's epoch, generation and MAC, and those of the keyring's file, in a file of its own that is
/// sealed under the keyring's data key, and an older state than it knows is not opened:
/// ``VaultError/rolledBack(known:found:)``. An unlocked keyring asks it whenever it reads its file, and again under the
/// file's lock before it changes it.
///
/// It protects as much as its own place does: keep it on other storage than the vaults. It does not protect from who
/// puts both back together, vault and ledger, nor from who removes the ledger and its lock (`FILE.lock`) beside it. It
/// knows nothing of rows, nor of vaults that are opened without it. It is written after the vault: a process that dies
/// in between leaves a ledger that takes the state before for the latest until the vault is opened again.
///
/// A vault that was put back with good reason opens after ``forget(_:)``. A rotation of the keyring's keys takes the ledger
/// along (``Keyring/rotateKeys(with:recipients:dropping:)``); a file of the keyring from before one is refused as
/// ``VaultError/tampered(_:)``, and so is a ledger from before one.
public final class Ledger: Sendable {
    let file: LockedFile
    /// What is to become the ledger while the keyring's keys are rotated.
    let next: LockedFile
    let keyring: VaultID
    private let state: Lock<State?>

    /// What an unlocked ledger has in memory.
    struct State {
        let dataKey: DataKey
        let epoch: UInt32
        var found: ReadLedger?
    }

    /// The ledger of the keyring whose file has this envelope. Where it is missing, and was not there before, it is made.
    ///
    /// - Throws: What the system refuses.
    private init(at path: String, of envelope: Envelope, _ dataKey: DataKey) throws {
        file = try LockedFile(path, maximumLength: LedgerRecord.maximumLength)
        next = try LockedFile(path + ".next", maximumLength: LedgerRecord.maximumLength)
        keyring = VaultID(envelope.vaultID)
        state = Lock(State(dataKey: dataKey, epoch: envelope.epoch))
        // The lock comes with the first change, and so after the ledger.
        if try file.read() == nil, try !file.wasChanged {
            do {
                try file.create(try LedgerRecord().sealed(for: keyring, epoch: envelope.epoch, with: dataKey))
            } catch VaultError.unsuitableFile(.exists, _) {
                // Another process was faster.
            }
        }
    }

    /// The ledger of the keyring whose file has this envelope. Where it is missing, and was not there before, it is made;
    /// where a rotation of the keyring's keys was interrupted, it is ended.
    ///
    /// - Parameter epoch: That of the keyring's file as it is now.
    /// - Throws: As ``read()``; what the system refuses.
    static func open(
        at path: String, of envelope: Envelope, _ dataKey: DataKey, currently epoch: @Sendable () throws -> UInt32
    ) async throws -> Ledger {
        let ledger = try Ledger(at: path, of: envelope, dataKey)
        do {
            _ = try ledger.read()
            try await ledger.removeNext(unless: epoch)
        } catch VaultError.tampered(.ledger) {
            guard try await ledger.takeUpRotation() else { throw VaultError.tampered(.ledger) }
        }
        return ledger
    }

    /// Forgets a vault, which opens in any state the next time and is remembered anew then. Nothing changes for one that
    /// is not known. Atomic and durable.
    ///
    /// It is for a vault that was put back deliberately, and for one that is gone.
    ///
    /// - Throws: ``VaultError/keyringLocked``; ``VaultError/unsuitableFile(_:path:)`` where the ledger is missing;
    ///   ``VaultError/tampered(_:)``; ``VaultError/otherVault(expected:found:)`` where it is another keyring's; and what
    ///   the system refuses.
    public func forget(_ vault: VaultID) async throws {
        try await change { record in record.states.removeValue(forKey: vault) != nil }
    }

    /// The latest state of a vault that it knows; nil for a vault that it does not know.
    ///
    /// - Throws: As ``forget(_:)``.
    public func version(of vault: VaultID) async throws -> VaultVersion? { try read().states[vault]?.version }

    /// Makes sure that an envelope is no older than the one that is known of its vault.
    ///
    /// - Throws: ``VaultError/rolledBack(known:found:)``; as ``forget(_:)``.
    func requireLatest(_ envelope: Envelope) throws {
        try LedgerRecord.State(envelope).requireLatest(try read().states[VaultID(envelope.vaultID)])
    }

    /// Makes sure that an envelope is no older than the one that is known of its vault, and notes one that is newer.
    ///
    /// - Throws: ``VaultError/rolledBack(known:found:)``; as ``forget(_:)``.
    func check(_ envelope: Envelope) async throws {
        try await note(envelope) { known, found in
            try found.requireLatest(known)
            return known != found
        }
    }

    /// Notes an envelope that was just written. Where another writer has noted a later one by now, that one stays.
    ///
    /// - Throws: As ``check(_:)``, and ``VaultError/rolledBack(known:found:)`` where another state with the same numbers is
    ///   known.
    func record(_ envelope: Envelope) async throws {
        try await note(envelope) { known, written in
            if let known, known.follows(written) { return false }
            try written.requireLatest(known)
            return known != written
        }
    }

    /// Notes an envelope where `isNews` says so of the state that is known and the envelope's.
    private func note(
        _ envelope: Envelope,
        where isNews: @Sendable (_ known: LedgerRecord.State?, _ new: LedgerRecord.State) throws -> Bool
    ) async throws {
        let (vault, new) = (VaultID(envelope.vaultID), LedgerRecord.State(envelope))
        if try read().states[vault] == new { return }
        try await change { record in
            guard try isNews(record.states[vault], new) else { return false }
            record.states[vault] = new
            return true
        }
    }

    /// As ``record(_:)``, to its end in a cancelled task too: what was written is written, and a ledger that does not
    /// know it would take the state before for the latest.
    func noteWritten(_ envelope: Envelope) async throws { try await Task { try await record(envelope) }.value }

    /// Lets go of the key.
    func lock() { state.withLock { $0 = nil } }

    /// What it holds.
    ///
    /// - Throws: ``VaultError/changedMeanwhile`` where the keyring's keys were rotated by somebody else; as ``forget(_:)``.
    ///
    /// - Parameter isAnew: Whether the file is read in any case, as before it is written: what was noted by others is not
    ///   to hang on the clock of the system that keeps it.
    func read(anew isAnew: Bool = false) throws -> LedgerRecord {
        let state = try unlocked()
        if !isAnew, let record = state.found?.record(in: try file.facts()) { return record }
        let time = WallClock.seconds()
        guard let contents = try file.contents() else { throw VaultError.unsuitableFile(.missing, path: file.path) }
        do {
            let record = try LedgerRecord(contents.bytes, of: keyring, epoch: state.epoch, with: state.dataKey)
            let found = ReadLedger(record, facts: contents.facts, time: time)
            self.state.withLock { if $0?.epoch == state.epoch { $0?.found = found } }
            return record
        } catch VaultError.changedMeanwhile {
            // A rotation of this keyring's own was faster.
            guard try unlocked().epoch != state.epoch else { throw VaultError.changedMeanwhile }
            return try read(anew: isAnew)
        }
    }

    private func change(_ change: @Sendable (inout LedgerRecord) throws -> Bool) async throws {
        // Before there is a lock to be left beside a ledger that is gone.
        if try file.facts() == nil { throw VaultError.unsuitableFile(.missing, path: file.path) }
        try await file.withLock {
            var record = try read(anew: true)
            guard try change(&record) else { return }
            let state = try unlocked()
            try file.replace(with: try record.sealed(for: keyring, epoch: state.epoch, with: state.dataKey))
        }
    }

    func unlocked() throws(VaultError) -> State {
        guard let state = state.withLock({ $0 }) else { throw .keyringLocked }
        return state
    }

    /// Replaces the file, and has the key that it is sealed under from here on: nobody sees the one without the other. It has
    /// that also where the file could not be replaced, so that nothing is noted in one that is no longer the ledger.
    func replace(with bytes: [UInt8], sealedWith dataKey: DataKey, epoch: UInt32) throws {
        try state.withLock { state in
            if state != nil { state = State(dataKey: dataKey, epoch: epoch) }
            try file.replace(with: bytes)
        }
    }
}

extension Ledger: CustomStringConvertible, CustomReflectable {
    /// The id of the keyring that it is of.
    public var description: String { "ledger of keyring \(keyring)" }

    /// Shows nothing: the default would walk into the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
