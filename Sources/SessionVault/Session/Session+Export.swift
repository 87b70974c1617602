extension Session {
    /// The session as an **unprotected** string: who reads its text has the account.
    ///
    /// - Parameters:
    ///   - form: How the text is laid out.
    ///   - apiID: The application's id for the string, where it is not the stored one.
    /// - Throws: ``VaultError/notOpen``, ``VaultError/noSession``; ``VaultError/unstorableValue(field:)`` for a value
    ///   that the form cannot hold; ``VaultError/missingValue(field:)`` for an account or an application's id that there
    ///   is not: clients would ask for it on the terminal, where a server waits for ever.
    public func exportPlaintext(as form: SessionString.Form, apiID: Int32? = nil) async throws -> SessionString {
        guard let account = try account else { throw VaultError.missingValue(field: "account") }
        return try SessionString(
            form: form, authKey: authKey, dataCenter: dataCenter, account: account, apiID: apiID ?? self.apiID)
    }
}
