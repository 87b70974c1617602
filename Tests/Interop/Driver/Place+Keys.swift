import SessionVault

/// Changes of a vault's key slots and re-keys, one a line of standard input, each answered by a line.
extension Place {
    /// Does what each line says until there is none: as ``SlotHolder/answer(to:)``, and
    ///
    ///     add keyring                         -> slot ID: of the keyring's active root
    ///     rotate [KIND HEX]... [drop ID]...   -> done; secrets of further slots, and the slots that go
    func changeKeys() async throws {
        try await withSession { session, _, _ in
            let vault = try session.vault
            await answerLines { words in
                switch words.first {
                case "add" where words.dropFirst() == ["keyring"]: return "slot \(try await addKeyring(to: vault))"
                case "rotate":
                    try await rotate(vault, Array(words.dropFirst()))
                    return "done"
                default: return try await vault.answer(to: words)
                }
            }
        }
    }

    private func addKeyring(to vault: Vault) async throws -> SlotID {
        guard let keyring else { throw UsageError() }
        return try await vault.add(.keyring(keyring))
    }

    private func rotate(_ vault: Vault, _ words: [String]) async throws {
        let pairs = stride(from: 0, to: words.count - 1, by: 2).map { Array(words[$0...($0 + 1)]) }
        let secrets = try pairs.filter { $0[0] != "drop" }.map { try DriverSecret($0).secret }
        let dropping = try pairs.filter { $0[0] == "drop" }.map { try SlotID(word: $0[1]) }
        try await vault.rotateKeys(with: secrets, dropping: Set(dropping))
    }
}
