internal import VaultSodium

extension VaultError {
    /// Runs `body` and gives the errors of the wrapped libraries their public names.
    static func mapping<Result: ~Copyable>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SodiumError {
            throw VaultError(error)
        }
    }

    init(_ error: SodiumError) {
        self =
            switch error {
            case .unavailable: .cryptographyUnavailable
            case .outOfMemory(let bytes): .notEnoughMemory(needs: bytes, has: 0)
            case .forged: .tampered(.envelope)
            case .invalidArgument: .cryptographyUnavailable
            case .wipedByFork: .inheritedByFork
            }
    }
}
