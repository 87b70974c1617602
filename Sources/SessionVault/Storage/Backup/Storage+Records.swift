internal import VaultSQLite

extension Storage {
    /// What keeps the bytes: the engine below every layer of encryption. What it stores is sealed already.
    var engineBelow: any Storage { (self as? EncryptedStorage)?.base.engineBelow ?? self }

    /// Copies every record, unread, into a new file. Nobody may write meanwhile.
    ///
    /// - Parameter progress: Called after each batch of peers; without it they are not counted before.
    func copyRecords(
        toNewFileAt path: String, _ progress: (@Sendable (RowProgress) -> Void)? = nil
    ) async throws {
        let image = try VaultError.mapping(path) { try PyrotgforkSchema.inMemory().image() }
        let total = progress == nil ? 0 : try await engineBelow.countRows().peers
        try await BackupFile.make(at: path, image: image) {
            var state = RowProgress(rowsDone: 0, rowsTotal: total)
            try await copyRecords(to: $1) {
                state.advance(by: $0)
                progress?(state)
            }
        }
    }

    private func copyRecords(to path: String, _ progress: (Int) -> Void) async throws {
        let file = FileStorage(unnamed: path)
        try await file.open()
        do {
            let record = try await session()
            try await forEachPage { page in
                try await file.apply(page.map { .setPeer($0) })
                progress(page.count)
            }
            try await file.apply(try await updateStates().map { .setUpdateState($0) })
            // Last: what is killed before leaves no auth key.
            if let record {
                guard try await file.replaceSession(nil, with: record) else { throw VaultError.changedMeanwhile }
            }
            try await file.close()
        } catch {
            // Whoever made the file removes it.
            try? await file.close()
            throw error
        }
    }
}
