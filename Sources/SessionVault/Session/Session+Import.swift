extension Session {
    /// Takes over the session that the string holds.
    ///
    /// A string of the session's own auth key fills in what the session does not know and the string does. Peers and
    /// update states go unless they are the same account's in the same environment. The write is atomic and durable.
    ///
    /// - Parameters:
    ///   - string: The session to take over.
    ///   - replacing: Whether a session with another auth key may be replaced. Its key is then lost, and the account
    ///     stays logged in under it: log out at the server first.
    /// - Throws: ``VaultError/sessionExists`` where there is one and `replacing` is false; otherwise as
    ///   ``replace(authKey:dataCenter:account:apiID:)``.
    public func `import`(_ string: SessionString, replacing: Bool = false) async throws {
        try await adopt(
            try SessionRecord(
                authKey: string.authKey, dataCenter: string.dataCenter, account: string.account,
                apiID: string.apiID), replacing: replacing)
    }

    /// Puts an imported record in the place of the session's, or lets it fill in what is not known.
    func adopt(_ imported: SessionRecord, replacing: Bool) async throws {
        try await replaceRecord { old in
            guard let old, old.authKey == imported.authKey else {
                guard old == nil || replacing else { throw VaultError.sessionExists }
                return imported
            }
            var new = imported
            // The same bytes, which need not be compared again.
            new.authKey = old.authKey
            // The same DC, and the stored one has an address.
            if old.dcID == new.dcID, old.isTest == new.isTest, !old.serverAddress.isEmpty {
                new.serverAddress = old.serverAddress
                new.port = old.port
            }
            if new.userID == 0 { (new.userID, new.isBot) = (old.userID, old.isBot) }
            if new.apiID == 0 { new.apiID = old.apiID }
            return new
        }
    }
}
