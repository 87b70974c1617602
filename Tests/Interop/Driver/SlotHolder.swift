import SessionVault

/// What has key slots that are changed one a line of standard input: a vault, or a keyring's file.
protocol SlotHolder: Sendable {
    var slots: [VaultSlot] { get async throws }
    func add(_ secret: VaultSecret) async throws -> SlotID
    func add(_ recipient: Recipient) async throws -> SlotID
    func remove(_ slot: SlotID) async throws
    func changePassphrase(to new: Passphrase, of slot: SlotID?) async throws
}

extension Vault: SlotHolder {}
extension Keyring: SlotHolder {}

extension SlotHolder {
    /// Does what a line says, and gives the line that answers it:
    ///
    ///     add KIND HEX           -> slot ID
    ///     remove ID              -> done
    ///     passphrase HEX [ID]    -> done
    ///     slots                  -> slots ID KIND, ...
    ///     churn COUNT            -> slot ID ID: adds COUNT raw keys in turn, and removes all but the last two again
    func answer(to words: [String]) async throws -> String {
        let rest = Array(words.dropFirst())
        switch words.first {
        case "add" where rest.count == 2: return "slot \(try await add(try DriverSecret(rest)))"
        case "remove" where rest.count == 1: try await remove(try SlotID(word: rest[0]))
        case "passphrase" where (1...2).contains(rest.count):
            let new = try Passphrase(utf8: Contents.Values.bytes(rest[0]).span)
            try await changePassphrase(to: new, of: rest.count == 2 ? try SlotID(word: rest[1]) : nil)
        case "slots": return "slots " + (try await slots).map(\.description).joined(separator: ", ")
        case "churn" where rest.count == 1: return "slot " + (try await churn(Int(rest[0]) ?? 0))
        default: throw UsageError()
        }
        return "done"
    }

    private func add(_ new: DriverSecret) async throws -> SlotID {
        if let recipient = new.recipient { return try await add(recipient) }
        return try await add(new.secret)
    }

    private func churn(_ count: Int) async throws -> String {
        var ids: [SlotID] = []
        for _ in 0..<count {
            ids.append(try await add(.rawKey(try .generate())))
            if ids.count > 2 { try await remove(ids.removeFirst()) }
        }
        return ids.map(\.description).joined(separator: " ")
    }
}

extension SlotID {
    /// - Throws: ``UsageError`` for anything but an id.
    init(word: String) throws {
        guard let id = SlotID(word) else { throw UsageError() }
        self = id
    }
}

/// Answers each line until there is none. An error is an answer too.
func answerLines(_ answer: ([String]) async throws -> String) async {
    say("ready")
    while let line = readLine() {
        do {
            say(try await answer(line.split(separator: " ").map(String.init)))
        } catch {
            say("error \(error)")
        }
    }
}
