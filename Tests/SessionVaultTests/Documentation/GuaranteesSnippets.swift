import Foundation
import SessionVault
import Testing

/// The code of the article *Guarantees*.
@Suite struct GuaranteesSnippets {
    @Test func `a session says what it is not ready for`() async throws {
        let session = Session(MemoryStorage())
        await #expect(throws: VaultError.notOpen) { try await session.updateStates() }
        try await session.open()
        await #expect(throws: VaultError.alreadyOpen) { try await session.open() }
        #expect(throws: VaultError.noSession) { try session.authKey }
        try await session.close()
        try await session.close()
    }

    @Test func `sealing reports what it searched`() async throws {
        try await Scratch.run { scratch in
            let (directory, passphrase) = (scratch.directory, try Passphrase("correct horse battery staple"))
            let session = Session(FileStorage("my_account", directory: directory))
            try await session.withOpen {
                try await session.replace(authKey: .random(), dataCenter: DataCenter(id: 2))
                try await session.update([Peer(id: 1, accessHash: 2, kind: .user, usernames: ["somebody"])])
            }

            let sealed = FileStorage("my_account", directory: directory).encrypted(with: passphrase)
            if let report = try await sealed.encrypt(), !report.isClean {
                print(report)
            }

            #expect(try scratch.contents.values.allSatisfy { $0.range(of: Data("somebody".utf8)) == nil })
            try await Session(sealed).withOpen {}
        }
    }
}
