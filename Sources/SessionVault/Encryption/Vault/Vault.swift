/// The key slots and the keys of a session that is kept sealed.
///
/// A slot gives the data key to one secret. Changing slots changes the envelope alone, in one atomic and durable write,
/// and re-encrypts nothing: whoever had the data key still has it, and whoever kept a copy of the envelope still opens
/// that. For a new data key there is ``rotateKeys(with:recipients:dropping:progress:)``; for a new auth key, a log-out on the
/// server.
///
/// Every call needs the session open. Where another process writes the same vault, each change is made on what the
/// other one wrote, and none is lost.
public struct Vault: Sendable {
    let storage: EncryptedStorage

    /// The vault's id.
    ///
    /// - Throws: ``VaultError/notOpen``, ``VaultError/noSession`` where there is no vault yet,
    ///   ``VaultError/notEncrypted``, ``VaultError/keyringLocked``.
    public var id: VaultID {
        get throws { VaultID(try storage.openVault().vaultID) }
    }

    /// How often it was re-keyed and written.
    ///
    /// - Throws: As ``id``; ``VaultError/tampered(_:)``, ``VaultError/changedMeanwhile``, and what the engine throws.
    public var version: VaultVersion {
        get async throws {
            let envelope = try await storage.readVault().envelope
            return VaultVersion(epoch: envelope.epoch, generation: envelope.generation)
        }
    }

    /// What the slot that opened it said of who made it.
    ///
    /// - Throws: As ``id``.
    public var origin: VaultOrigin {
        get throws { storage.origin(of: try storage.openVault()) }
    }

    /// Its slots, in their order.
    ///
    /// - Throws: As ``version``.
    public var slots: [VaultSlot] {
        get async throws {
            let contents = try await storage.readVault()
            return try contents.envelope.slots.map {
                try VaultSlot($0, recipient: contents.record.recipient(of: SlotID($0.id)))
            }
        }
    }

    /// The slot that a keyring opens, by a root that its file has now; nil where there is none. Where there are several, as
    /// there can be while a root retires, it is the active root's.
    ///
    /// - Throws: As ``version``; of the keyring, as ``Keyring/roots``.
    public func slot(of keyring: Keyring) async throws -> VaultSlot? {
        _ = try keyring.read()
        let (roots, envelope) = (try keyring.rootKeys(), try await storage.readVault().envelope)
        return try envelope.slot(of: roots).map { try VaultSlot($0) }
    }
}

extension Vault: CustomStringConvertible, CustomReflectable {
    /// Its id, while it is open.
    public var description: String { storage.vaultID.map { "vault \($0)" } ?? "vault" }

    /// Shows nothing: the default would walk into the storage.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
