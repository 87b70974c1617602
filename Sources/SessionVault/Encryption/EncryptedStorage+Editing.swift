extension EncryptedStorage {
    /// How often a write that another writer was faster than is made again.
    private static var mostAttempts: Int { 1_000 }

    /// Changes what the envelope holds, in one atomic and durable write.
    ///
    /// Where another writer was faster, what he wrote is read and `change` is asked again.
    ///
    /// - Parameter change: Returns false where nothing is to be written.
    /// - Returns: What `change` returned.
    /// - Throws: What `change` throws, with nothing written; ``VaultError/changedMeanwhile`` where others are always
    ///   faster; ``VaultError/tampered(_:)``, ``VaultError/exhausted``, and what the engine throws.
    func editVault(_ change: (inout UnlockedVault.Contents) throws -> Bool) async throws -> Bool {
        try await usingKeys {
            try await writes.withPermit(isCancellable: false) { try await makeChange(change) }
        }
    }

    private func makeChange(_ change: (inout UnlockedVault.Contents) throws -> Bool) async throws -> Bool {
        for attempt in 0..<Self.mostAttempts {
            let vault = try openVault()
            var contents = try await vault.read(from: base)
            guard try change(&contents) else { return false }
            if try await vault.write(contents, to: base) { return true }
            // The other writers are other processes: each has its chance when all wait for other times.
            try await Task.sleep(for: .microseconds(Int.random(in: 0...(200 * min(attempt + 1, 50)))))
        }
        throw VaultError.changedMeanwhile
    }

    /// Reads what the envelope holds.
    func readVault() async throws -> UnlockedVault.Contents {
        let vault = try openVault()
        do {
            return try await vault.read(from: base)
        } catch VaultError.changedMeanwhile {
            // A re-key of our own was faster.
            guard try openVault() !== vault else { throw VaultError.changedMeanwhile }
            return try await readVault()
        }
    }
}
