import SessionVault

/// Changes of key slots and re-keys, one a line of standard input, each answered by a line.
extension Place {
    /// Does what each line says until there is none:
    ///
    ///     add KIND HEX           -> slot ID
    ///     remove ID              -> done
    ///     passphrase HEX [ID]    -> done
    ///     rotate [KIND HEX]...   -> done; secrets of further slots
    ///     slots                  -> slots ID KIND, ...
    ///     churn COUNT            -> slot ID ID: adds COUNT raw keys in turn, and removes all but the last two again
    func changeKeys(_ next: () -> String?) async throws {
        try await withSession { session, _, _ in
            say("ready")
            while let line = next() {
                do {
                    say(try await answer(to: line.split(separator: " ").map(String.init), try session.vault))
                } catch {
                    say("error \(error)")
                }
            }
        }
    }

    private func answer(to words: [String], _ vault: Vault) async throws -> String {
        let rest = Array(words.dropFirst())
        switch words.first {
        case "add" where rest.count == 2: return "slot \(try await add(try secret(rest), to: vault))"
        case "remove" where rest.count == 1: try await vault.remove(try id(rest[0]))
        case "passphrase" where (1...2).contains(rest.count):
            let new = try Passphrase(utf8: Contents.Values.bytes(rest[0]).span)
            try await vault.changePassphrase(to: new, of: rest.count == 2 ? try id(rest[1]) : nil)
        case "rotate":
            let pairs = stride(from: 0, to: rest.count - 1, by: 2).map { Array(rest[$0...($0 + 1)]) }
            try await vault.rotateKeys(with: try pairs.map { try secret($0).secret })
        case "slots": return "slots " + (try await vault.slots).map(\.description).joined(separator: ", ")
        case "churn" where rest.count == 1: return "slot " + (try await churn(Int(rest[0]) ?? 0, vault))
        default: throw UsageError()
        }
        return "done"
    }

    private func add(_ new: DriverSecret, to vault: Vault) async throws -> SlotID {
        if let recipient = new.recipient { return try await vault.add(recipient) }
        return try await vault.add(new.secret)
    }

    private func churn(_ count: Int, _ vault: Vault) async throws -> String {
        var ids: [SlotID] = []
        for _ in 0..<count {
            ids.append(try await vault.add(.rawKey(try .generate())))
            if ids.count > 2 { try await vault.remove(ids.removeFirst()) }
        }
        return ids.map(\.description).joined(separator: " ")
    }

    private func secret(_ words: [String]) throws -> DriverSecret { try DriverSecret(words.joined(separator: " ")) }

    private func id(_ text: String) throws -> SlotID {
        guard let id = SlotID(text) else { throw UsageError() }
        return id
    }
}
