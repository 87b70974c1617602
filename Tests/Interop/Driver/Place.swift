import SessionVault

/// A session's file, and what is done with it: every call that the interop tests make of the library is here.
struct Place {
    let path: String
    let passphrase: Passphrase?
    /// What opens it in the place of a passphrase.
    let secret: VaultSecret?
    /// What a slot can be added for.
    let keyring: Keyring?
    let coverage: EncryptedStorage.Coverage
    /// What a guess at the passphrase costs in what is written.
    let derivation: KeyDerivation
    /// Whether its steps are said; see ``AnnouncedStorage``.
    let isAnnounced: Bool
    let locking: FileStorage.Locking
    let journal: FileStorage.Journal

    private var file: any Storage {
        let file = FileStorage(path: path, locking: locking, journal: journal)
        return isAnnounced ? AnnouncedStorage(base: file) : file
    }

    private func sealed(with passphrase: Passphrase) -> EncryptedStorage {
        file.encrypted(with: passphrase, coverage: coverage, derivation: derivation)
    }

    private var storage: any Storage {
        if let secret {
            return file.encrypted(
                with: secret, coverage: coverage, derivation: derivation, origin: .acceptUnverified)
        }
        return passphrase.map { sealed(with: $0) } ?? file
    }

    func withSession<Result>(
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
            try await put(contents, into: session)
            return notices.map(\.description)
        }
    }

    func update(_ contents: Contents) async throws -> [String] {
        try await withSession { session, _, notices in
            try await update(contents, in: session)
            return notices.map(\.description)
        }
    }

    private func put(_ contents: Contents, into session: Session) async throws {
        if let values = contents.session {
            try await session.replace(
                authKey: try values.key(), dataCenter: DataCenter(id: values.dcID, isTest: values.isTest),
                account: values.account, apiID: values.apiID == 0 ? nil : values.apiID)
        }
        try await update(contents, in: session)
    }

    private func update(_ contents: Contents, in session: Session) async throws {
        try await session.update(contents.peers.map(\.peer))
        try await session.update(contents.updateStates.map(\.state))
    }

    /// Keeps the session open, with what was written to it, until standard input ends. Whatever else stands there, a
    /// line each, is written too, and answered by an error or by the same word.
    func hold(_ contents: Contents, _ next: () throws -> Contents?) async throws {
        try await withSession { session, _, _ in
            try await update(contents, in: session)
            say("ready")
            while let contents = try next() {
                do {
                    try await put(contents, into: session)
                    say("ready")
                } catch {
                    say("\(error)")
                }
            }
        }
    }

    /// Opens and closes it, and gives the notices.
    func open() async throws -> [String] { try await withSession { _, _, notices in notices.map(\.description) } }

    func delete() async throws { try await Session(storage).delete() }

    func encrypt() async throws -> Report? {
        try await sealed(with: try requiredPassphrase).encrypt().map { Report($0) }
    }

    func decrypt() async throws { try await sealed(with: try requiredPassphrase).decryptToPlaintext() }

    func backUp(to target: String) async throws {
        try await withSession { session, _, _ in try await session.backup(to: target) }
    }

    var requiredPassphrase: Passphrase {
        get throws {
            guard let passphrase else { throw UsageError() }
            return passphrase
        }
    }
}
