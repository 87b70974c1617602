import Foundation
import Testing

@testable import SessionVault

/// The files that real clients wrote.
@Suite struct FixtureFileTests {
    @Test func `there is a file of every schema, opened and refused`() throws {
        #expect(FixtureFile.opened.count >= 11 && FixtureFile.refused.count >= 8)
        let schemas = Set(try FixtureFile.all.map { try #require($0.schema) })
        for version in 1...3 { #expect(schemas.contains(.pyrogram(version: version))) }
        for version in 4...6 { #expect(schemas.contains(.pyrotgfork(version: version))) }
        #expect(schemas.contains(.kurigram(version: 7)))
    }

    @Test(arguments: FixtureFile.opened)
    func `what the client wrote is there, every row and value`(fixture: FixtureFile) async throws {
        try await Scratch.run { scratch in
            let storage = try fixture.copy(to: scratch)
            let notices = try await storage.open()
            let (schema, opened) = try (#require(fixture.schema), #require(fixture.openedSchema))
            let isMigrated = notices.contains(.schemaMigrated(path: storage.path, from: schema, to: opened))
            #expect(isMigrated == (schema != opened || fixture.hasLeftoverUsernames))
            // Twice: as it was opened, and as it was written.
            for _ in 0..<2 {
                let session = try fixture.session
                try await #expect(storage.session() == session)
                let peers = fixture.peers
                try await #expect(storage.peers(after: nil, limit: 100) == peers)
                for peer in peers {
                    for username in peer.usernames {
                        try await #expect(storage.peer(.username(username)) == peer)
                    }
                    if let number = peer.phoneNumber {
                        try await #expect(storage.peer(.phoneNumber(number)) == peer)
                    }
                }
                let states = try await storage.updateStates().sorted { $0.id < $1.id }
                #expect(states == fixture.updateStates)
                try await storage.close()
                try await #expect(storage.open() == [])
            }
            try await storage.close()
            try #expect(scratch.names == ["x.session"])
            try #expect(scratch.sqlite("x.session", "PRAGMA integrity_check") == "ok")
        }
    }

    @Test(arguments: FixtureFile.opened)
    func `the file is sealed, written, and given back`(fixture: FixtureFile) async throws {
        let passphrase = try Passphrase("fixtures")
        try await Scratch.run { scratch in
            let storage = try fixture.copy(to: scratch)
            let sealed = storage.encrypted(with: passphrase, derivation: .minimum)
            let report = try #require(try await sealed.encrypt())
            #expect(report.isClean)
            let session = Session(sealed)
            try await session.open()
            try await session.update([Peer(id: 5, accessHash: 1, kind: .user, usernames: ["Newcomer"])])
            try await #expect(session.peer(username: "newcomer")?.id == 5)
            for peer in fixture.peers {
                try await #expect(session.peer(id: peer.id)?.usernames == peer.usernames)
            }
            try await session.close()
            try await sealed.decryptToPlaintext()
            try await storage.open()
            let rows = try await storage.peers(after: nil, limit: 100).filter { $0.id != 5 }
            #expect(rows == fixture.peers)
            try await #expect(storage.session() == fixture.session)
            try await storage.close()
        }
    }

    @Test(arguments: FixtureFile.refused)
    func `what is not opened is named, and stays as it was`(fixture: FixtureFile) async throws {
        try await Scratch.run { scratch in
            let storage = try fixture.copy(to: scratch)
            let before = try scratch.contents
            let schema = try #require(fixture.schema)
            await #expect(throws: VaultError.unsupportedSchema(schema, path: storage.path)) {
                try await storage.open()
            }
            try #expect(scratch.contents == before)
        }
    }
}
