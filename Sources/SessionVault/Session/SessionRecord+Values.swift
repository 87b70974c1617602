extension SessionRecord {
    /// A record of the values given, dated 0.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)``.
    init(authKey: AuthKey, dataCenter: DataCenter, account: Account?, apiID: Int32?) throws {
        guard let dcID = Int16(exactly: dataCenter.id), dcID > 0 else {
            throw VaultError.unstorableValue(field: "dataCenter")
        }
        let address = dataCenter.address ?? ""
        guard Self.isAddress(address) else { throw VaultError.unstorableValue(field: "address") }
        self.init(
            authKey: .plain(authKey), dcID: dcID, isTest: dataCenter.isTest, serverAddress: address,
            port: dataCenter.port ?? 0)
        try set(account)
        try set(apiID: apiID)
    }

    mutating func set(_ account: Account?) throws {
        guard (account?.id ?? 1) > 0 else { throw VaultError.unstorableValue(field: "account") }
        userID = account?.id ?? 0
        isBot = account?.isBot ?? false
    }

    mutating func set(apiID: Int32?) throws {
        guard (apiID ?? 0) >= 0 else { throw VaultError.unstorableValue(field: "apiID") }
        self.apiID = apiID ?? 0
    }

    var account: Account? { userID == 0 ? nil : Account(id: userID, isBot: isBot) }

    var dataCenter: DataCenter {
        DataCenter(
            id: Int(dcID), isTest: isTest, address: serverAddress.isEmpty ? nil : serverAddress,
            port: port == 0 ? nil : port)
    }

    /// - Throws: ``VaultError/encrypted`` or ``VaultError/invalidValue(column:)`` where a session cannot be read from
    ///   it.
    func requireReadable() throws {
        guard case .plain = authKey else { throw VaultError.encrypted }
        guard dcID > 0 else { throw VaultError.invalidValue(column: "dc_id") }
        guard Self.isAddress(serverAddress) else { throw VaultError.invalidValue(column: "server_address") }
        guard userID >= 0 else { throw VaultError.invalidValue(column: "user_id") }
        guard apiID >= 0 else { throw VaultError.invalidValue(column: "api_id") }
    }

    private static func isAddress(_ text: String) -> Bool { text.utf8.count <= 255 && !text.utf8.contains(0) }

    /// Whether peers and update states that were stored under `old` hold under this record: for one account, and for a
    /// key that an account is now known for. Nothing is known of those that lie in a storage without a key.
    func canUsePeers(of old: SessionRecord?) -> Bool {
        guard let old, isTest == old.isTest else { return false }
        return old.userID == 0 ? authKey == old.authKey : userID == old.userID
    }
}
