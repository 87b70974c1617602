import SessionVault

/// A keyring file, unlocked, and what is done with it.
struct Ring {
    let keyring: Keyring

    init(path: String, passphrase: Passphrase, derivation: KeyDerivation, ledger: String?) async throws {
        keyring = try await Keyring.unlock(
            at: path, with: .passphrase(passphrase), derivation: derivation, ledger: ledger)
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

    /// Changes slots so often: it adds them and removes its oldest, and leaves the last two.
    ///
    /// - Returns: The slots that it left.
    func changeSlots(_ count: Int) async throws -> [String] {
        say("ready")
        var own: [SlotID] = []
        for _ in 0..<count {
            if own.count > 2 {
                try await keyring.remove(own.removeFirst())
            } else {
                own.append(try await keyring.add(.rawKey(try .generate())))
            }
        }
        return own.map(\.description)
    }

    /// Rotates the root over the sessions' files, and drops the old one when all have moved.
    ///
    /// - Returns: What became of each.
    func rotate(over sessions: [String]) async throws -> [String] {
        say("ready")
        let storages = sessions.map { FileStorage(path: $0).encrypted(with: keyring) }
        let rotation = try await keyring.rotateRoot(over: storages)
        if rotation.isComplete {
            for root in rotation.retiring { try await keyring.dropRoot(root, after: rotation) }
        }
        return rotation.entries.map {
            switch $0.outcome {
            case .moved: "moved"
            case .hadMoved: "had moved"
            case .failed(let error): "\(error)"
            }
        }
    }
}
