#if CLI
internal import SessionVault

/// What the command line knows of a session, and its source may not.
struct ImportAdditions: Sendable {
    let apiID: Int32?
    let account: Account?

    init(_ command: ImportCommand) {
        apiID = command.apiId
        account = command.userId.map { Account(id: $0, isBot: command.bot) }
    }

    /// - Throws: ``Failure`` where the source says otherwise.
    func add(to session: Session) async throws {
        if let account {
            let known = try session.account
            guard known == nil || known?.id == account.id else {
                throw Failure(.data, "--user-id is \(account.id), and the session is another account's")
            }
            if known == nil { try await session.update(account: account) }
        }
        if let apiID {
            let known = try session.apiID
            guard known == nil || known == apiID else {
                throw Failure(.data, "--api-id is \(apiID), and the session has another application's")
            }
            if known == nil { try await session.update(apiID: apiID) }
        }
    }
}
#endif
