import SessionVault
import Testing

/// The code of the article *SessionVault*.
@Suite struct OverviewSnippets {
    @Test func `a session is kept in a file and read back`() async throws {
        try await Scratch.run { scratch in
            let (directory, authKey) = (scratch.directory, try AuthKey.random())
            let session = Session(FileStorage("my_account", directory: directory))
            let notices = try await session.open()
            if try !session.hasAuthKey {
                try await session.replace(authKey: authKey, dataCenter: DataCenter(id: 2), apiID: 12_345)
                try await session.update(account: Account(id: 5_000_000_001))
            }
            try await session.update([
                Peer(id: 777_000, accessHash: 42, kind: .user, usernames: ["Alice"], phoneNumber: "+1 555 0100")
            ])
            try await session.update([UpdateState(id: 0, pts: 1_000, qts: 2, date: 1_700_000_000, seq: 5)])
            let alice = try await session.peer(username: "@alice")
            try await session.close()

            #expect(notices.isEmpty)
            #expect(alice?.id == 777_000)
            #expect(alice?.phoneNumber == "15550100")
            #expect(try await names(session) == ["alice"])
            #expect(try scratch.names == ["my_account.session"])
            let stored = try await session.withOpen { (try session.authKey, try session.account) }
            #expect(stored.0 == authKey)
            #expect(stored.1 == Account(id: 5_000_000_001))
        }
    }

    private func names(_ session: Session) async throws -> [String] {
        let names = try await session.withOpen {
            var names: [String] = []
            for try await peer in session.peers { names += peer.usernames }
            return names
        }
        return names
    }

    @Test func `an empty storage becomes a vault`() async throws {
        try await Scratch.run { scratch in
            let directory = scratch.directory
            let passphrase = try Passphrase("correct horse battery staple")
            let session = Session(FileStorage("my_account", directory: directory).encrypted(with: passphrase))

            let authKey = try AuthKey.random()
            try await session.withOpen { try await session.replace(authKey: authKey, dataCenter: DataCenter(id: 2)) }
            #expect(try await session.withOpen { try session.authKey } == authKey)
            let bare = Session(FileStorage("my_account", directory: directory))
            await #expect(throws: VaultError.encrypted) { try await bare.open() }
        }
    }

    @Test func `a plain session is refused until it is sealed in place`() async throws {
        try await Scratch.run { scratch in
            let (directory, passphrase) = (scratch.directory, try Passphrase("correct horse battery staple"))
            let plain = Session(FileStorage("my_account", directory: directory))
            try await plain.withOpen { try await plain.replace(authKey: .random(), dataCenter: DataCenter(id: 2)) }
            let session = Session(FileStorage("my_account", directory: directory).encrypted(with: passphrase))
            await #expect(throws: VaultError.notEncrypted) { try await session.open() }

            let storage = FileStorage("my_account", directory: directory).encrypted(with: passphrase)
            let report = try await storage.encrypt()

            #expect(report?.isClean == true)
            #expect(report?.authKey.searched == 16)
            #expect(try await session.withOpen { try session.hasAuthKey })
            try await storage.decryptToPlaintext()
            #expect(try await plain.withOpen { try plain.hasAuthKey })
        }
    }

    @Test func `a session is handed on as a string`() async throws {
        let (session, passphrase) = (Session(MemoryStorage()), try Passphrase("correct horse battery staple"))
        try await session.open()
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 7), apiID: 12_345)

        let protected = try await session.export(protectedBy: passphrase).text
        let plain = try await session.exportPlaintext(as: .pyrogram)

        let other = Session(MemoryStorage())
        try await other.open()
        try await other.import(try ProtectedString(protected), with: passphrase)

        #expect(protected.hasPrefix("svault1_"))
        #expect(try plain.unprotectedText().count == 362)
        #expect(try other.authKey == session.authKey)
        #expect(try other.account == Account(id: 7))
        try await other.import(plain)
        let strange = try SessionString(
            form: .pyrogram, authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 8), apiID: 1)
        await #expect(throws: VaultError.sessionExists) { try await other.import(strange) }
        try await other.import(strange, replacing: true)
        #expect(try other.authKey == strange.authKey)
    }

    @Test func `another client's file is taken over`() async throws {
        try await Scratch.run { scratch in
            let directory = scratch.directory
            let fixture = try #require(FixtureFile.all.first { $0.name == "telethon-8" })
            _ = try fixture.copy(to: scratch)
            try scratch.move("x.session", to: "theirs.session")

            let taken = Session(FileStorage("taken", directory: directory))
            try await taken.withOpen { try await taken.import(sessionFile: directory + "/theirs.session") }

            try await taken.withOpen { try #expect(.plain(taken.authKey) == fixture.session.authKey) }
        }
    }
}
