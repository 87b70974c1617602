extension Session {
    /// Takes over the session that the string holds.
    ///
    /// A string of the session's own auth key fills in what the session does not know and the string does. Peers and
    /// update states go unless they are the same account's in the same environment.
    ///
    /// - Parameter replacing: Whether a session with another auth key may be replaced. Its key is then lost, and the
    ///   account stays logged in under it: log out at the server first.
    /// - Throws: ``VaultError/sessionExists`` where there is one and `replacing` is false; otherwise as
    ///   ``replace(authKey:dataCenter:account:apiID:)``.
    public func `import`(_ string: SessionString, replacing: Bool = false) async throws {
        try await replaceRecord { old in
            let known = old?.authKey == .plain(string.authKey) ? old : nil
            guard old == nil || known != nil || replacing else { throw VaultError.sessionExists }
            var dataCenter = string.dataCenter
            // The same DC, and the stored one has an address.
            if let stored = known?.dataCenter, stored == dataCenter { dataCenter = stored }
            return try SessionRecord(
                authKey: string.authKey, dataCenter: dataCenter, account: string.account ?? known?.account,
                apiID: string.apiID ?? known?.apiID)
        }
    }
}
