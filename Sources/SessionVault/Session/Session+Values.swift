extension Session {
    /// Whether there is an auth key yet: false for a storage that was just made.
    ///
    /// - Throws: ``VaultError/notOpen``.
    public var hasAuthKey: Bool {
        get throws { try record != nil }
    }

    /// The auth key.
    ///
    /// - Throws: ``VaultError/notOpen``, ``VaultError/noSession``.
    public var authKey: AuthKey {
        get throws {
            // Opening has refused a record with anything but a key.
            guard case .plain(let key) = try existingRecord.authKey else { throw VaultError.encrypted }
            return key
        }
    }

    /// The DC that the auth key belongs to, with its address and port.
    ///
    /// The storage may keep none, or one that is well known as another DC's, since a client changed the DC beside it:
    /// then they are the well-known ones, or nil for a DC that is not well known. The next write of the session's own
    /// values stores what is told here, where the storage has a place for it.
    ///
    /// - Throws: ``VaultError/notOpen``, ``VaultError/noSession``.
    public var dataCenter: DataCenter {
        get throws {
            guard let dataCenter = try values.dataCenter else { throw VaultError.noSession }
            return dataCenter
        }
    }

    /// The account, or nil before log-in.
    ///
    /// - Throws: ``VaultError/notOpen``, ``VaultError/noSession``.
    public var account: Account? {
        get throws { try existingRecord.account }
    }

    /// The id of the application that the session was made with, or nil where it is not known.
    ///
    /// - Throws: ``VaultError/notOpen``, ``VaultError/noSession``.
    public var apiID: Int32? {
        get throws {
            let id = try existingRecord.apiID
            return id == 0 ? nil : id
        }
    }

    /// When the session's own values were last changed, in seconds since 1970.
    ///
    /// - Throws: ``VaultError/notOpen``, ``VaultError/noSession``.
    public var date: Int64 {
        get throws { try existingRecord.date }
    }

    private var existingRecord: SessionRecord {
        get throws {
            guard let record = try record else { throw VaultError.noSession }
            return record
        }
    }
}

// Every one of these is one atomic and durable write of a whole record: there is no moment at which a crash leaves a
// key without its DC, or a flag without a value.
extension Session {
    /// Starts the session over with these values: after the first key exchange, or to put another session in its place.
    ///
    /// Peers and update states go unless they are the same account's in the same environment: an access hash is good
    /// for one account only. They go first, in batches; the write of the values is atomic and durable.
    ///
    /// - Throws: ``VaultError/notOpen``; ``VaultError/unstorableValue(field:)``; ``VaultError/changedMeanwhile`` where
    ///   another writer was faster, after which the properties show what that one wrote; and what the storage throws.
    public func replace(
        authKey: AuthKey, dataCenter: DataCenter, account: Account? = nil, apiID: Int32? = nil
    ) async throws {
        let new = try SessionRecord(authKey: authKey, dataCenter: dataCenter, account: account, apiID: apiID)
        try await replaceRecord { _ in new }
    }

    /// Moves the session to another DC with the key agreed on there, atomically and durably. Account and application
    /// stay as they are.
    ///
    /// - Throws: As ``replace(authKey:dataCenter:account:apiID:)``.
    public func update(authKey: AuthKey, dataCenter: DataCenter) async throws {
        try await replaceRecord { old in
            try SessionRecord(
                authKey: authKey, dataCenter: dataCenter, account: old?.account, apiID: old?.apiID ?? 0)
        }
    }

    /// Sets the account after log-in, or with nil takes it away after log-out.
    ///
    /// Peers and update states of another account, and after log-out all, are removed first; the write of the account
    /// is atomic and durable.
    ///
    /// - Throws: ``VaultError/noSession`` where there is no auth key to be logged in with; otherwise as
    ///   ``replace(authKey:dataCenter:account:apiID:)``.
    public func update(account: Account?) async throws {
        try await replaceRecord { old in
            guard var new = old else { throw VaultError.noSession }
            try new.set(account)
            return new
        }
    }

    /// Sets the application's id, or with nil takes it away, atomically and durably.
    ///
    /// - Throws: As ``update(account:)``.
    public func update(apiID: Int32?) async throws {
        try await replaceRecord { old in
            guard var new = old else { throw VaultError.noSession }
            try new.set(apiID: apiID)
            return new
        }
    }
}
