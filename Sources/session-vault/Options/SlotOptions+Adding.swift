#if CLI
internal import SessionVault

extension SlotOptions.New {
    /// Adds the slot with what the caller has to add one, and says which it is.
    ///
    /// A recovery code is printed first: one that went nowhere is not to open anything.
    func add(
        secret addSecret: (VaultSecret) async throws -> SlotID,
        recipient addRecipient: (Recipient) async throws -> SlotID
    ) async throws -> SlotID {
        switch self {
        case .secret(let secret): return try await Progress.during("deriving") { _ in try await addSecret(secret) }
        case .recipient(let recipient): return try await addRecipient(recipient)
        case .recoveryCode(let code):
            do {
                try code.withText { try StandardOutput.printSecret($0) }
            } catch {
                Diagnostics.warning("the recovery code could not be printed, and no slot was added")
                throw error
            }
            do {
                return try await addSecret(.recoveryCode(code))
            } catch {
                Diagnostics.warning("the recovery code that was printed opens nothing")
                throw error
            }
        }
    }
}
#endif
