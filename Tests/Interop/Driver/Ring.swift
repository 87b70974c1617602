import SessionVault

/// A keyring file, unlocked, and what is done with it.
struct Ring {
    let keyring: Keyring

    init(path: String, secret: VaultSecret, derivation: KeyDerivation, ledger: String?) async throws {
        keyring = try await Keyring.unlock(
            at: path, with: secret, derivation: derivation, origin: .acceptUnverified, ledger: ledger)
    }

    /// What the keyring shows of itself.
    struct Listing: Codable {
        var slots: [String]
        var roots: [String]
    }

    func list() async throws -> Listing {
        Listing(
            slots: try await keyring.slots.map(\.id.description),
            roots: try await keyring.roots.map { "\($0.id) \($0.state)" })
    }

    /// Does what each line of standard input says until there is none: as ``SlotHolder/answer(to:)``, and
    ///
    ///     rotate PATH...    -> moved, had moved, ...: rotates the root over these sessions' files
    ///     drop              -> done: drops the roots that retire, after the rotation before
    func changeKeys() async {
        var rotation: RootRotation?
        await answerLines { words in
            switch words.first {
            case "rotate":
                let storages = words.dropFirst().map { FileStorage(path: $0).encrypted(with: keyring) }
                let pass = try await keyring.rotateRoot(over: storages)
                rotation = pass
                return pass.entries.map(\.outcome.text).joined(separator: ", ")
            case "drop":
                guard let rotation else { throw UsageError() }
                for root in rotation.retiring { try await keyring.dropRoot(root, after: rotation) }
                return "done"
            default: return try await keyring.answer(to: words)
            }
        }
    }
}

extension RootRotation.Outcome {
    fileprivate var text: String {
        switch self {
        case .moved: "moved"
        case .hadMoved: "had moved"
        case .failed(let error): "\(error)"
        }
    }
}
