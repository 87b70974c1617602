/// A ledger is sealed under the keyring's data key, and another file than the keyring's: when that key is rotated, the two
/// cannot change at once. So the ledger under the new key is laid beside the old one first, as `LEDGER.next`; then the
/// keyring's file changes, by which it is decided which of the two is the ledger; then the new one takes its place.
///
/// Where a process is killed before the keyring's file changed, the old ledger is the one, and `LEDGER.next`, under a key
/// that is nowhere, is written over by the next rotation. Where it is killed afterwards, whoever unlocks the keyring finds
/// that `LEDGER` does not open and `LEDGER.next` does, and ends what was begun. The ledger's lock is held all the while, so
/// that nothing is noted in the old one that the new one would not know.
extension Ledger {
    /// Brings the ledger under a rotated key. To be called under the lock of the keyring's file.
    ///
    /// - Parameters:
    ///   - envelope: What the keyring's file is to hold.
    ///   - write: Writes that, durably.
    /// - Throws: What `write` throws, and as ``forget(_:)``.
    func rotate(to dataKey: DataKey, _ envelope: Envelope, _ write: @Sendable () throws -> Void) async throws {
        if try file.facts() == nil { throw VaultError.unsuitableFile(.missing, path: file.path) }
        try await file.withLock {
            var record = try read(anew: true)
            record.states[keyring] = LedgerRecord.State(envelope)
            let sealed = try record.sealed(for: keyring, epoch: envelope.epoch, with: dataKey)
            try next.replace(with: sealed)
            try write()
            try replace(with: sealed, sealedWith: dataKey, epoch: envelope.epoch)
            try next.remove()
        }
    }

    /// Removes what an interrupted rotation left: an older state of the ledger, once that is in use.
    ///
    /// Under the ledger's lock no rotation runs. Where one was interrupted after the keyring's file had changed, and this
    /// process still has the key from before, it is the ledger and stays.
    func removeNext(unless epoch: @Sendable () throws -> UInt32) async throws {
        if try next.facts() == nil { return }
        try await file.withLock {
            guard try unlocked().epoch == epoch(), (try? read(anew: true)) != nil else { return }
            try next.remove()
        }
    }

    /// Ends a rotation that was interrupted after the keyring's file had changed.
    ///
    /// - Returns: False where there is none.
    /// - Throws: ``VaultError/tampered(_:)`` where what was to be the ledger does not open either.
    func takeUpRotation() async throws -> Bool {
        // Before there is a lock to be left. It goes when the new one has taken its place, so that is looked at again.
        if try next.read() == nil { return (try? read()) != nil }
        return try await file.withLock {
            // Another process may have been faster.
            if (try? read()) != nil { return true }
            let state = try unlocked()
            // Damage to a ledger of this epoch is no interrupted rotation.
            guard let old = try file.read(), let epoch = LedgerRecord.epoch(of: old), epoch < state.epoch,
                let bytes = try next.read()
            else { return false }
            _ = try LedgerRecord(bytes, of: keyring, epoch: state.epoch, with: state.dataKey)
            try file.replace(with: bytes)
            try next.remove()
            return true
        }
    }
}
