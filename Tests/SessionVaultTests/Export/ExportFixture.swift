@testable import SessionVault

/// Sessions to export, and to import into.
enum ExportFixture {
    static let now = Fixture.start

    static func session(_ storage: any Storage = MemoryStorage()) async throws -> Session {
        let session = try await empty(storage)
        try await session.replace(
            authKey: try .random(), dataCenter: DataCenter(id: 4), account: Account(id: 7, isBot: true), apiID: 5)
        return session
    }

    static func empty(_ storage: any Storage = MemoryStorage(), now: Int64 = now) async throws -> Session {
        let session = Session(storage, clock: { now })
        try await session.open()
        return session
    }

    /// An export's envelope with a record of one's own making, for a recipient.
    static func envelope(
        for recipients: [Recipient], flags: Envelope.Flags = .export, dataKey: DataKey,
        signedBy: SigningIdentity? = nil,
        _ change: (inout VaultRecord) -> Void = { _ in }
    ) async throws -> Envelope {
        let vaultID = [UInt8](repeating: 9, count: Envelope.vaultIDLength)
        var envelope = Envelope(
            flags: flags, vaultID: vaultID, epoch: 1, generation: 1, slots: [], payloadNonce: [], payload: [], mac: [])
        for recipient in recipients {
            envelope.slots.append(
                try await KeySlot.make(
                    dataKey, for: .recipient(recipient), cost: .minimum, vaultID: vaultID, epoch: 1))
        }
        var record = VaultRecord(session: SessionRecord(authKey: .plain(try .random()), dcID: 2, userID: 1))
        if let signedBy { try record.sign(with: signedBy, for: recipients, in: vaultID) }
        change(&record)
        try envelope.seal(try record.encoded(), with: dataKey)
        return envelope
    }
}

extension Session {
    /// Whether it has another's own values.
    func isEqual(to other: Session) throws -> Bool {
        try authKey == other.authKey && dataCenter == other.dataCenter && account == other.account
            && apiID == other.apiID
    }
}
