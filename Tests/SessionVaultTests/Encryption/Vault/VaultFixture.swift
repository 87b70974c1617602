import Testing

@testable import SessionVault

/// A sealed engine with a session and some rows in it, and secrets of every kind.
struct VaultFixture {
    let base: any Storage
    let record: SessionRecord
    let passphrase: Passphrase
    let other: Passphrase
    let rawKey: RawKey
    let code: RecoveryCode
    let identity: Identity

    /// An engine with a vault in it, closed.
    init(
        _ base: any Storage = DictionaryStorage(), peers: Int = 5, coverage: EncryptedStorage.Coverage = .everything
    ) async throws {
        self.base = base
        passphrase = try Passphrase("first passphrase")
        other = try Passphrase("another passphrase")
        rawKey = try .generate()
        code = try .generate()
        identity = try .generate()
        record = SessionRecord(
            authKey: .plain(try .random()), dcID: 4, apiID: 7, userID: 42, date: 11, serverAddress: "149.154.167.91",
            port: 443)
        let storage = base.encrypted(with: passphrase, coverage: coverage, derivation: .minimum)
        try await storage.open()
        try await #expect(storage.replaceSession(nil, with: record))
        try await storage.apply((0..<Int64(peers)).map { .setPeer(Self.peer($0)) })
        try await storage.apply((0..<3).map { .setUpdateState(UpdateStateRecord(id: $0, pts: $0 + 1)) })
        try await storage.close()
    }

    static func peer(_ id: Int64, name: String? = nil) -> PeerRecord {
        PeerRecord(
            id: id, accessHash: 5, type: "user", usernames: [name ?? "name\(id)"], phoneNumber: "1555\(id)", date: 9)
    }

    func storage(
        _ secret: VaultSecret? = nil, over base: (any Storage)? = nil, derivation: KeyDerivation = .minimum,
        origin: OriginPolicy = .refuseUnverified
    ) -> EncryptedStorage {
        (base ?? self.base).encrypted(
            with: secret ?? .passphrase(passphrase), derivation: derivation, origin: origin)
    }

    /// Opens the vault, runs `body` and closes it.
    @discardableResult
    func opened<Result>(
        _ secret: VaultSecret? = nil, origin: OriginPolicy = .refuseUnverified,
        _ body: (EncryptedStorage) async throws -> Result
    ) async throws -> Result {
        let storage = storage(secret, origin: origin)
        try await storage.open()
        do {
            let result = try await body(storage)
            try await storage.close()
            return result
        } catch {
            try? await storage.close()
            throw error
        }
    }

    /// Makes sure that the secret opens the vault, and that all that is in it is what was put there.
    func expectOpens(_ secret: VaultSecret, peers: Int = 5, origin: OriginPolicy = .acceptUnverified) async throws {
        try await opened(secret, origin: origin) { storage in
            try await #expect(storage.session() == record)
            for id in 0..<Int64(peers) {
                try await #expect(storage.peer(.id(id)) == Self.peer(id))
                try await #expect(storage.peer(.username("name\(id)"))?.id == id)
                try await #expect(storage.peer(.phoneNumber("1555\(id)"))?.id == id)
            }
            try await #expect(storage.updateStates().sorted { $0.id < $1.id }.map(\.pts) == [1, 2, 3])
        }
    }

    func expectRefused(_ secret: VaultSecret, _ error: VaultError, origin: OriginPolicy = .acceptUnverified) async {
        await #expect(throws: error) { try await opened(secret, origin: origin) { _ in } }
    }

    /// What the engine holds in the place of the auth key.
    func envelope() async throws -> Envelope {
        try await base.open()
        let stored = try #require(try await base.session())
        try await base.close()
        guard case .envelope(let bytes) = stored.authKey else { throw VaultError.notEncrypted }
        return try Envelope(bytes)
    }

    /// Puts an envelope there, as somebody would who can write to the engine.
    func put(_ envelope: Envelope) async throws {
        try await base.open()
        let stored = try #require(try await base.session())
        var changed = stored
        changed.authKey = .envelope(envelope.bytes)
        try await #expect(base.replaceSession(stored, with: changed))
        try await base.close()
    }
}
