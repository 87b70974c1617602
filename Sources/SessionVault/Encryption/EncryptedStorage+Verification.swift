extension EncryptedStorage {
    /// Opens the envelope and every row, and counts; what fails is counted, and does not end it.
    ///
    /// - Throws: ``VaultError/tampered(_:)`` where it is the envelope; as ``content()``, and what the engine throws.
    func verify(_ progress: (RowProgress) -> Void) async throws -> VerificationReport {
        // No re-key moves rows meanwhile, and none replaces the keys.
        try await usingKeys {
            try await rekeying.withPermit(isCancellable: true) {
                guard case .sealed(let vault) = try content() else { return try await base.verifyRows(progress) }
                _ = try await readVault()
                return try await base.verifyRows(of: vault, progress) { _ = try self.content() }
            }
        }
    }
}

extension Storage {
    /// Goes over every row of an open engine, and counts.
    ///
    /// - Parameters:
    ///   - vault: Whose rows they are; nil where none is sealed.
    ///   - check: Called before each batch; what it throws ends it.
    func verifyRows(
        of vault: UnlockedVault? = nil, _ progress: (RowProgress) -> Void, checking check: () throws -> Void = {}
    ) async throws -> VerificationReport {
        var verifier = RowVerifier(vault)
        var state = RowProgress(rowsDone: 0, rowsTotal: try await countRows().all)
        progress(state)
        try await forEachPage { page in
            try check()
            for row in page { try verifier.add(row) }
            state.advance(by: page.count)
            progress(state)
        }
        let states = try await updateStates()
        try check()
        for row in states { try verifier.add(row) }
        state.advance(by: states.count)
        progress(state)
        return verifier.report
    }
}

/// Opens rows by the keys of a vault, and counts.
private struct RowVerifier {
    private let vault: UnlockedVault?
    private(set) var report = VerificationReport()

    init(_ vault: UnlockedVault?) { self.vault = vault }

    mutating func add(_ row: PeerRecord) throws {
        if try opens(row.sealed, { try $0.open(row) != nil }) { report.peers += 1 }
    }

    mutating func add(_ row: UpdateStateRecord) throws {
        if try opens(row.sealed, { try $0.open(row) != nil }) { report.updateStates += 1 }
    }

    /// Whether a row is the vault's, and opens where it is sealed; counts it where not.
    private mutating func opens(_ sealed: [UInt8]?, _ open: (RowKeys) throws -> Bool) throws -> Bool {
        guard let vault, let keys = vault.rowKeys else {
            if sealed != nil { report.strayRows += 1 }
            return sealed == nil
        }
        guard let sealed else {
            report.strayRows += 1
            return false
        }
        if let epoch = try? SealedRow.epoch(of: sealed), epoch < vault.epoch { report.earlierRows += 1 }
        let retiring = vault.retiringRowKeys.flatMap { $0.sealed(sealed) ? $0 : nil }
        do {
            if try open(retiring ?? keys) { return true }
        } catch VaultError.tampered(.row) {}
        report.failedRows += 1
        return false
    }
}
