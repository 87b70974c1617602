import Foundation

@testable import SessionVault

/// A keyring file in a directory of a test's own, which a raw key opens at no cost.
struct KeyringFixture {
    static let name = "keys.svault"
    static let ledgerName = "ledger"

    let scratch: Scratch
    let rawKey: RawKey
    let keyring: Keyring

    var path: String { scratch.path(Self.name) }
    var ledgerPath: String { scratch.path(Self.ledgerName) }

    @discardableResult
    static func run<Result>(_ body: (KeyringFixture) async throws -> Result) async throws -> Result {
        try await Scratch.run(syncsNothing: true) { scratch in
            let rawKey = try RawKey.generate()
            let keyring = try await Keyring.create(
                at: scratch.path(name), with: .rawKey(rawKey), derivation: .minimum)
            return try await body(KeyringFixture(scratch: scratch, rawKey: rawKey, keyring: keyring))
        }
    }

    func unlocked(
        _ secret: VaultSecret? = nil, origin: OriginPolicy = .refuseUnverified, ledger: String? = nil,
        idleTimeout: Duration? = nil
    ) async throws -> Keyring {
        try await Keyring.unlock(
            at: path, with: secret ?? .rawKey(rawKey), derivation: .minimum, origin: origin, ledger: ledger,
            idleTimeout: idleTimeout)
    }

    /// An engine with a vault of the keyring in it, closed.
    func vault(_ keyring: Keyring? = nil) async throws -> DictionaryStorage {
        let base = DictionaryStorage()
        let storage = base.encrypted(with: keyring ?? self.keyring)
        try await storage.open()
        _ = try await storage.replaceSession(nil, with: .sample(try .random()))
        try await storage.close()
        return base
    }

    var bytes: [UInt8] {
        get throws { try [UInt8](Data(contentsOf: URL(filePath: path))) }
    }

    func envelope() throws -> Envelope { try Envelope(try bytes, kind: .keyring) }

    /// Puts bytes in the place of the file, as somebody would who can write there.
    func put(_ bytes: [UInt8], _ name: String = name) throws {
        try Data(bytes).write(to: URL(filePath: scratch.path(name)))
        try scratch.setMode(0o600, name)
    }
}
