import Testing
import VaultSodium

@testable import SessionVault

/// What a file says of how it is to be opened.
extension KitFile {
    var now: Int64 {
        get throws { try self["now"].map { try #require(Int64($0)) } ?? ExportFixture.now }
    }

    var origin: OriginPolicy {
        get throws {
            let words = (self["origin"] ?? "refuse").split(separator: " ").map(String.init)
            switch words.first {
            case "refuse": return .refuseUnverified
            case "accept": return .acceptUnverified
            case "pinned": return .pinned(try #require(VaultID(words[1])))
            case "signed": return .signed(by: Set(try words.dropFirst().map { try Signer($0) }))
            default: throw KnownAnswers.Missing(name: "an origin that is known")
            }
        }
    }

    /// - Parameter scratch: Where a keyring may look for its file.
    func secret(_ scratch: Scratch) throws -> VaultSecret {
        let line = try line("secret")
        func text(after kind: String) -> String? {
            line.hasPrefix(kind + " ") ? String(line.dropFirst(kind.count + 1)) : nil
        }
        if let text = text(after: "passphrase") { return .passphrase(try Passphrase(text)) }
        if let text = text(after: "raw key") { return .rawKey(try RawKey(text)) }
        if let text = text(after: "recovery code") { return .recoveryCode(try RecoveryCode(text)) }
        if let text = text(after: "identity") { return .identity(try Identity(text)) }
        let root = try #require(text(after: "root key").flatMap(Hexadecimal.bytes))
        return .keyring(try keyring(root, at: scratch.path("no such keyring")))
    }

    var identity: Identity {
        get throws { try Identity(String(try line("secret").dropFirst("identity ".count))) }
    }

    /// A keyring in memory alone, with one root.
    private func keyring(_ root: [UInt8], at path: String) throws -> Keyring {
        let key = SlotKey(kind: .keyring, cell: try SecretBytes(copying: root.span))
        let id = [UInt8](repeating: 0, count: Envelope.vaultIDLength)
        let envelope = Envelope(
            kind: .keyring, flags: [], vaultID: id, epoch: 1, generation: 1, slots: [], payloadNonce: [], payload: [],
            mac: [])
        let root = Keyring.Root(id: RootID([UInt8](repeating: 0, count: RootID.length)), state: .active, key: key)
        let keys = KeyringKeys(
            KeyringKeys.Contents(envelope: envelope, record: KeyringRecord(roots: [root])),
            dataKey: try DataKey.random(), openedBy: SlotID([]), kind: .rawKey)
        return Keyring(
            keys, id: VaultID(id), file: try LockedFile(path, maximumLength: Envelope.maximumLength),
            policy: Keyring.Policy(derivation: .minimum, limits: .standard, origin: .acceptUnverified))
    }
}
