import SessionVault

/// A session's file, and what is done with it: every call that the interop tests make of the library is here.
struct Place {
    let path: String
    let passphrase: Passphrase?
    let coverage: EncryptedStorage.Coverage

    private var storage: any Storage {
        guard let passphrase else { return FileStorage(path: path) }
        return FileStorage(path: path).encrypted(with: passphrase, coverage: coverage)
    }

    private func withSession<Result>(
        _ body: (Session, any Storage, [StorageNotice]) async throws -> Result
    ) async throws -> Result {
        let storage = storage
        let session = Session(storage)
        let notices = try await session.open()
        let result: Result
        do {
            result = try await body(session, storage, notices)
        } catch {
            try? await session.close()
            throw error
        }
        try await session.close()
        return result
    }

    /// The session's values as ``Session`` gives them, and the rows as the storage does, dates included.
    func dump() async throws -> Contents {
        try await withSession { session, storage, notices in
            Contents(
                notices: notices.map(\.description),
                session: try session.hasAuthKey ? try Contents.Values(session) : nil,
                peers: try await allPeers(of: storage).map { Contents.Peer($0) },
                updateStates: try await storage.updateStates().map { Contents.State($0) })
        }
    }

    private func allPeers(of storage: any Storage) async throws -> [PeerRecord] {
        var peers: [PeerRecord] = []
        while true {
            let page = try await storage.peers(after: peers.last?.id, limit: 100)
            if page.isEmpty { return peers }
            peers += page
        }
    }

    func lookUp(_ lookups: [Lookup]) async throws -> [Contents.Peer?] {
        try await withSession { session, _, _ in
            var found: [Contents.Peer?] = []
            for lookup in lookups { found.append(try await lookup.peer(in: session).map { Contents.Peer($0) }) }
            return found
        }
    }

    func write(_ contents: Contents) async throws -> [String] {
        try await withSession { session, _, notices in
            if let values = contents.session {
                try await session.replace(
                    authKey: try values.key(), dataCenter: DataCenter(id: values.dcID, isTest: values.isTest),
                    account: values.account, apiID: values.apiID == 0 ? nil : values.apiID)
            }
            try await update(contents, in: session)
            return notices.map(\.description)
        }
    }

    func update(_ contents: Contents) async throws -> [String] {
        try await withSession { session, _, notices in
            try await update(contents, in: session)
            return notices.map(\.description)
        }
    }

    private func update(_ contents: Contents, in session: Session) async throws {
        try await session.update(contents.peers.map(\.peer))
        try await session.update(contents.updateStates.map(\.state))
    }

    /// Keeps the session open, with what was written to it, until standard input ends.
    func hold(_ contents: Contents) async throws {
        try await withSession { session, _, _ in
            try await update(contents, in: session)
            sayReady()
            while readLine() != nil {}
        }
    }

    func encrypt() async throws -> Report? {
        let storage = FileStorage(path: path).encrypted(with: try requiredPassphrase, coverage: coverage)
        return try await storage.encrypt().map { Report($0) }
    }

    func decrypt() async throws {
        try await FileStorage(path: path).encrypted(with: try requiredPassphrase).decryptToPlaintext()
    }

    func backUp(to target: String) async throws {
        try await withSession { session, _, _ in try await session.backup(to: target) }
    }

    func export(as form: String) async throws -> String {
        try await withSession { session, _, _ in
            switch form {
            case "pyrogram": try await session.exportPlaintext(as: .pyrogram).unprotectedText()
            case "pyrogram-old32": try await session.exportPlaintext(as: .pyrogramOld32).unprotectedText()
            case "pyrogram-old64": try await session.exportPlaintext(as: .pyrogramOld64).unprotectedText()
            case "protected": try await session.export(protectedBy: try requiredPassphrase).text
            default: throw UsageError()
            }
        }
    }

    func importString(_ text: String) async throws {
        try await withSession { session, _, _ in
            if text.hasPrefix("svault1_") {
                try await session.import(try ProtectedString(text), with: try requiredPassphrase)
            } else {
                try await session.import(try SessionString(text))
            }
        }
    }

    private var requiredPassphrase: Passphrase {
        get throws {
            guard let passphrase else { throw UsageError() }
            return passphrase
        }
    }
}
