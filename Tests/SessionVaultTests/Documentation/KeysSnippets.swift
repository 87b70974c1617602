import Foundation
import SessionVault
import Testing

/// The code of the article *Keys*.
@Suite struct KeysSnippets {
    private let passphrase: Passphrase
    private let authKey: AuthKey

    init() throws {
        passphrase = try Passphrase("correct horse battery staple")
        authKey = try .random()
    }

    @Test func `slots are changed and the vault is re-keyed`() async throws {
        let storage = MemoryStorage().encrypted(with: passphrase, derivation: .minimum)
        let session = Session(storage)
        try await session.open()
        try await session.replace(authKey: authKey, dataCenter: DataCenter(id: 2))

        let vault = try session.vault
        let code = try RecoveryCode.generate()
        try await vault.add(.recoveryCode(code))
        try code.withText { text in print(String(copying: try UTF8Span(validating: text))) }  // SVREC1-…, for paper
        try await vault.changePassphrase(to: try Passphrase.generate(words: 6))
        for slot in try await vault.slots { print(slot) }  // its id, and what opens it; never a secret
        #expect(try await vault.slots.count == 2)

        try await session.rotateKeys(with: [.recoveryCode(code)]) { progress in
            print("\(progress.rowsDone) of \(progress.rowsTotal)")
        }
        #expect(try await vault.version.epoch == 2)

        let alice = try Identity.generate().recipient
        try await vault.add(alice)
        try await session.rotateKeys(with: [.recoveryCode(code)], recipients: [alice])
        #expect(try await vault.slots.count == 3)
        try await session.close()
    }

    @Test func `a keyring opens vaults, is locked and rotated`() async throws {
        try await Scratch.run { scratch in
            let directory = scratch.directory
            let keys = try await Keyring.create(at: directory + "/keys.svault", with: .passphrase(passphrase))
            let session = Session(FileStorage("my_account", directory: directory).encrypted(with: keys))
            try await session.open()
            try await session.replace(authKey: authKey, dataCenter: DataCenter(id: 2))

            keys.lock()  // the keys of every storage that it opened go with it
            #expect(throws: VaultError.keyringLocked) { try session.authKey }
            try await session.close()
            let again = try await Keyring.unlock(
                at: directory + "/keys.svault", with: .passphrase(passphrase), idleTimeout: .seconds(900))
            try await rotate(again, over: [FileStorage("my_account", directory: directory).encrypted(with: again)])
            try await move(FileStorage("my_account", directory: directory), from: again, in: directory)
        }
    }

    private func move(_ storage: FileStorage, from keys: Keyring, in directory: String) async throws {
        let new = try await Keyring.create(at: directory + "/new.svault", with: .passphrase(passphrase))
        let session = Session(storage.encrypted(with: keys))
        try await session.open()
        let vault = try session.vault

        try await vault.add(.keyring(new))
        if let slot = try await vault.slot(of: keys) { try await vault.remove(slot) }
        try await vault.rotateKeys(with: [.keyring(new)])
        #expect(try await vault.slots.count == 1)
        try await session.close()
        await #expect(throws: VaultError.noMatchingSlot) { try await Session(storage.encrypted(with: keys)).open() }
        try await Session(storage.encrypted(with: new)).withOpen {}
    }

    private func rotate(_ keys: Keyring, over storages: [EncryptedStorage]) async throws {
        let rotation = try await keys.rotateRoot(over: storages)
        for entry in rotation.failures { print(entry.outcome) }  // in use by a client, say: it keeps its slot
        if rotation.isComplete {
            for root in rotation.retiring { try await keys.dropRoot(root, after: rotation) }
        }
        #expect(try await keys.roots.count == 1)
        try await keys.rotateKeys(with: [.passphrase(passphrase)])
        #expect(try await keys.version.epoch == 2)
        try await Session(storages[0]).withOpen {}
    }

    @Test func `a vault from somebody else is pinned`() async throws {
        try await Scratch.run { scratch in
            let (directory, identity) = (scratch.directory, try Identity.generate())
            let made = Session(
                FileStorage("from_alice", directory: directory).encrypted(with: passphrase, derivation: .minimum))
            let vaultID = try await made.withOpen {
                try await made.replace(authKey: authKey, dataCenter: DataCenter(id: 2))
                try await made.vault.add(identity.recipient)
                return try made.vault.id
            }
            let theirs = FileStorage("from_alice", directory: directory)
                .encrypted(with: .identity(identity), origin: .pinned(vaultID))
            #expect(try await theirs.open().contains(.origin(.pinned, vaultID)))
            try await theirs.close()
        }
    }

    @Test func `a derivation is fitted to the machine`() async throws {
        let derivation = try await KeyDerivation.calibrated(for: .milliseconds(500), maximumMemory: 128 << 20)
        #expect(derivation.mebibytes <= 128)
    }
}
