import Foundation
import SessionVault
import SessionVaultTesting
import Testing

/// The code of README.md.
@Suite struct ReadmeSnippets {
    @Test func `a session is kept`() async throws {
        try await Scratch.run { scratch in
            let (directory, authKey) = (scratch.directory, try AuthKey.random())

            let session = Session(FileStorage("my_account", directory: directory))  // my_account.session
            try await session.open()
            try await session.replace(authKey: authKey, dataCenter: DataCenter(id: 2), apiID: 12_345)
            try await session.update(account: Account(id: 5_000_000_001))
            try await session.update([
                Peer(id: 777_000, accessHash: 1, kind: .user, usernames: ["Alice"], phoneNumber: "+1 555 0100")
            ])
            let alice = try await session.peer(username: "@alice")
            try await session.close()

            #expect(alice?.id == 777_000)
            #expect(try scratch.names == ["my_account.session"])
        }
    }

    @Test func `a session is sealed`() async throws {
        try await Scratch.run { scratch in
            let directory = scratch.directory
            let plain = Session(FileStorage("my_account", directory: directory))
            try await plain.withOpen {
                try await plain.replace(
                    authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 7), apiID: 12_345)
            }

            let passphrase = try Passphrase("correct horse battery staple")
            let sealed = FileStorage("my_account", directory: directory).encrypted(with: passphrase)
            let report = try await sealed.encrypt()  // once, in place; the report counts what was left behind: nothing
            let session = Session(sealed)
            let notices = try await session.open()
            let account = try session.account
            try await session.close()

            #expect(report?.isClean == true)
            #expect(notices.contains(.singleSlot))
            #expect(account == Account(id: 7))
        }
    }

    @Test func `a vault's keys are changed`() async throws {
        let storage = MemoryStorage().encrypted(with: try Passphrase("old"), derivation: .minimum)
        let (session, new) = (Session(storage), try Passphrase("new"))
        try await session.open()
        try await session.replace(authKey: .random(), dataCenter: DataCenter(id: 2))

        let vault = try session.vault
        let code = try RecoveryCode.generate()
        try await vault.add(.recoveryCode(code))  // a second way in, for paper
        try await vault.changePassphrase(to: new)  // one write; nothing is re-encrypted
        try await session.rotateKeys(with: [.recoveryCode(code)])  // everything sealed anew, under a new data key

        #expect(try await vault.slots.count == 2)
        #expect(try await vault.version.epoch == 2)
        try await session.close()
    }

    @Test func `a keyring opens sessions and locks them`() async throws {
        try await Scratch.run { scratch in
            let (directory, passphrase) = (scratch.directory, try Passphrase("correct horse battery staple"))
            let names = ["one", "two"]
            var sessions: [Session] = []

            let keys = try await Keyring.create(at: directory + "/keys.svault", with: .passphrase(passphrase))
            for name in names {
                let session = Session(FileStorage(name, directory: directory).encrypted(with: keys))
                try await session.open()
                sessions.append(session)
            }
            keys.lock()

            for session in sessions {
                #expect(throws: VaultError.keyringLocked) { try session.hasAuthKey }
                try await session.close()
            }
        }
    }

    @Test func `a session is handed on`() async throws {
        let (session, passphrase) = (Session(MemoryStorage()), try Passphrase("correct horse battery staple"))
        try await session.open()
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 7), apiID: 12_345)

        let text = try await session.export(protectedBy: passphrase).text  // svault1_…, for an environment variable
        let other = Session(MemoryStorage())
        try await other.open()
        try await other.import(try ProtectedString(text), with: passphrase)
        let plain = try await other.exportPlaintext(as: .pyrogram)  // what Pyrogram's family reads: unprotected
        let unprotected = try plain.unprotectedText()
        try await other.close()

        #expect(text.hasPrefix("svault1_"))
        #expect(try SessionString(unprotected).authKey == session.authKey)
    }

    @Test func `a session is backed up`() async throws {
        try await Scratch.run { scratch in
            let directory = scratch.directory
            let session = Session(FileStorage("my_account", directory: directory))
            try await session.open()

            try await session.backup(to: directory + "/my_account.backup.session")  // where nothing is yet

            try await session.close()
            #expect(try scratch.names == ["my_account.backup.session", "my_account.session"])
        }
    }

    @Test func `an engine of one's own is sealed and checked`() async throws {
        typealias MyStorage = DictionaryStorage
        let passphrase = try Passphrase("correct horse battery staple")

        let sealed = MyStorage().encrypted(with: passphrase)  // any Storage: nine calls, records stored unread
        try await StorageConformance { MyStorage() }.run()  // every sentence of the contract; in SessionVaultTesting

        try await sealed.open()
        #expect(try await sealed.session() == nil)
    }
}
