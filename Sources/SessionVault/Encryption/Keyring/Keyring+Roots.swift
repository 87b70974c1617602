internal import VaultSodium

extension Keyring {
    /// Its roots, the active one first, as the file has them now.
    ///
    /// - Throws: As ``slots``.
    public var roots: [KeyringRoot] {
        get async throws {
            _ = try read()
            return try rootKeys().map { KeyringRoot(id: $0.id, state: $0.state) }
        }
    }

    /// Puts a new root in the place of the active one, and gives each vault a slot of it in the place of its slot of the
    /// old one.
    ///
    /// The new root is durable in the keyring before the first vault changes, and the old one stays beside it, retiring,
    /// until ``dropRoot(_:after:)``: every vault opens at any moment, whether it has moved or not. Of each vault it is
    /// one atomic and durable write of the envelope, which re-encrypts nothing. It can be interrupted anywhere, by a
    /// crash too: call it again, with the same storages, and it goes on. While a root is retiring, no further one is
    /// made.
    ///
    /// Who had the old root may have kept the data keys that it opened: re-key the vaults too to keep him out of what is
    /// written from then on.
    ///
    /// - Parameters:
    ///   - storages: Every storage with a vault of this keyring. One that is closed is opened and closed again, and one
    ///     that is open is moved in its place.
    ///   - progress: Called after each storage, with how many were gone through.
    /// - Returns: What became of each. One that fails, because another process has it open say, keeps its slot and stops
    ///   no other.
    /// - Throws: As ``slots``; ``VaultError/exhausted``; `CancellationError`; and what the system refuses of the
    ///   keyring's file. The vaults that have moved by then have moved.
    public func rotateRoot(
        over storages: [EncryptedStorage], progress: @escaping @Sendable (_ done: Int) -> Void = { _ in }
    ) async throws -> RootRotation {
        let roots = try await beginRotation()
        let (active, retiring) = (roots[0], Array(roots.dropFirst()))
        var entries: [RootRotation.Entry] = []
        try await whileUsed {
            for storage in storages {
                try Task.checkCancellation()
                // It may have been locked meanwhile.
                _ = try rootKeys()
                entries.append(.init(storage: storage, outcome: try await move(storage, to: active, from: retiring)))
                progress(entries.count)
            }
        }
        return RootRotation(keyring: id, active: active.id, retiring: retiring.map(\.id), entries: entries)
    }

    /// Removes a root that retires, durably. What still has a slot of it alone cannot be opened by the keyring any more.
    ///
    /// Nothing happens where it is gone already. Old copies of the file, and old blocks of it on the disk, still hold it.
    ///
    /// - Parameters:
    ///   - root: The root.
    ///   - rotation: A pass over every vault of the keyring, in which each had moved or moved. It cannot know of vaults
    ///     that were not named.
    /// - Throws: ``VaultError/rootInUse(_:)`` with nothing changed where the root is active, where the pass was not
    ///   complete (see ``RootRotation/isComplete``), or was another keyring's or an earlier rotation's; otherwise as
    ///   ``slots``, and what the system refuses.
    public func dropRoot(_ root: RootID, after rotation: RootRotation) async throws {
        guard rotation.keyring == id, rotation.isComplete, rotation.retiring.contains(root) else {
            throw VaultError.rootInUse(root)
        }
        try await edit { contents in
            let active = contents.record.roots.first { $0.state == .active }
            guard active?.id == rotation.active else { throw VaultError.rootInUse(root) }
            let before = contents.record.roots.count
            contents.record.roots.removeAll { $0.id == root }
            return contents.record.roots.count < before
        }
    }

    /// Makes sure that a root is retiring: where none is, the active one from here on, with another in its place.
    ///
    /// - Returns: The roots, the active one first.
    private func beginRotation() async throws -> [Root] {
        let new = try VaultError.mapping { try Root.random() }
        try await edit { contents in
            let roots = contents.record.roots
            if roots.contains(where: { $0.state == .retiring }) { return false }
            contents.record.roots = [new] + roots.map { Root(id: $0.id, state: .retiring, key: $0.key) }
            return true
        }
        return try rootKeys()
    }

    /// - Throws: `CancellationError` alone.
    private func move(
        _ storage: EncryptedStorage, to active: Root, from retiring: [Root]
    ) async throws -> RootRotation.Outcome {
        do {
            return try await storage.moveRootSlot(to: active.key, from: retiring.map(\.key)) ? .moved : .hadMoved
        } catch {
            try Task.checkCancellation()
            return .failed(error)
        }
    }
}

extension Keyring.Root {
    /// A new active root.
    static func random() throws -> Keyring.Root {
        let key = SlotKey(kind: .keyring, cell: try SecretBytes.random(count: SlotKey.rootLength))
        return Keyring.Root(id: RootID(Sodium.randomBytes(RootID.length)), state: .active, key: key)
    }
}
